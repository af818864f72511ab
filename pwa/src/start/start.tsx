import { useEffect, useState } from 'preact/hooks'
import { localTime } from '../dates.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { clock, date } from '../ui/format.ts'
import { Icon } from '../ui/icon.tsx'
import { EmptyState, Skeleton } from '../ui/pieces.tsx'
import * as demo from './demo.ts'
import { Guide } from './guide.tsx'

/** Ann's phone beside Bob's board, and a tour that ticks itself off. */
export function Start() {
  useEffect(() => {
    demo.listen()
    void demo.start()
  }, [])
  return (
    <div class="start">
      <Head />
      <Content />
    </div>
  )
}

function Head() {
  return (
    <header class="start-head">
      <img src="/icons/icon.svg" alt="" width="44" height="44" />
      <div class="grow">
        <h1>A rep’s day and a manager’s board, always in step.</h1>
        <p class="quiet">
          Rounds plans who is visited when, works without signal, and shows what was covered. Try
          it: both screens are real.
        </p>
      </div>
      {demo.state.value === 'open' && (
        <Button icon="refresh" onClick={() => void demo.restart()}>
          Restart
        </Button>
      )}
    </header>
  )
}

function Content() {
  if (demo.state.value === 'opening') return <Skeleton label="Signing Ann and Bob in" />
  if (demo.state.value === 'failed') {
    return (
      <EmptyState icon="warning" title="The tour cannot begin." text={demo.failure.value}>
        <Button icon="refresh" onClick={() => location.reload()}>
          Try again
        </Button>
      </EmptyState>
    )
  }
  return (
    <>
      <Guide />
      <Screens />
      <footer class="start-foot small quiet">
        <p>{demo.about.value?.notice}</p>
        <p class="row wrap">
          <LinkButton look="plain" href="/">
            Ann’s phone alone
          </LinkButton>
          <LinkButton look="plain" href="/desk">
            Bob’s desk alone
          </LinkButton>
        </p>
      </footer>
    </>
  )
}

type Side = 'phone' | 'desk'

function Screens() {
  const [side, show] = useState<Side>('phone')
  return (
    <div class={`screens show-${side}`}>
      <fieldset class="side-tabs">
        <legend class="visually-hidden">Which screen</legend>
        {(['phone', 'desk'] as const).map((name) => (
          <label key={name}>
            <input type="radio" name="side" checked={side === name} onChange={() => show(name)} />
            <span>{name === 'phone' ? 'Ann’s phone' : 'Bob’s board'}</span>
          </label>
        ))}
      </fieldset>
      <Phone />
      <Desk />
    </div>
  )
}

function Phone() {
  const off = demo.noSignal.value
  return (
    <section class="side phone-side" aria-label="Ann’s phone">
      <div class="side-head">
        <div class="grow">
          <strong>Ann</strong> <span class="quiet">on the road</span>
        </div>
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            aria-checked={off}
            checked={off}
            onChange={(event) => demo.setSignal(event.currentTarget.checked ? 'off' : 'on')}
          />
          <span aria-hidden="true" />
          No signal
        </label>
      </div>
      <div class={off ? 'phone off' : 'phone'}>
        <iframe key={demo.round.value} src={demo.phonePage.value} title="Ann’s phone" />
      </div>
    </section>
  )
}

function Desk() {
  const facts = demo.about.value
  const now = facts && localTime(Date.parse(facts.now), facts.zone)
  return (
    <section class="side desk-side" aria-label="Bob’s board">
      <div class="side-head">
        <div class="grow">
          <strong>Bob</strong> <span class="quiet">Ann’s manager</span>
        </div>
        {now && (
          <span class="quiet number demo-time">
            <Icon name="clock" /> {date(now.on)} {clock(now.s)}
          </span>
        )}
      </div>
      <div class="window">
        <div class="window-bar" aria-hidden="true">
          <i />
          <i />
          <i />
          <span>/desk</span>
        </div>
        <iframe
          key={demo.round.value}
          src="/desk#/board"
          title="Bob’s board"
          ref={(frame) => demo.setDesk(frame?.contentWindow ?? null)}
        />
      </div>
      {demo.planning.value && (
        <div class="veil" role="status">
          <div class="card">
            <progress aria-hidden="true" />
            <p>{demo.planning.value}</p>
          </div>
        </div>
      )}
    </section>
  )
}
