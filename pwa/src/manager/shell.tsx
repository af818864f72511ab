/** What stands around every screen: where one can go, who and when one is. */

import { useEffect, useState } from 'preact/hooks'
import { localTime } from '../dates.ts'
import { Button } from '../ui/button.tsx'
import { clock, date } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { chooseTheme, theme } from '../ui/preferences.ts'
import { toast } from '../ui/toast.tsx'
import type { About, Me } from '../wire.ts'
import * as api from './api.ts'
import { waiting } from './field/waiting.ts'
import { useRemote } from './remote.ts'
import { href, route, type Screen } from './router.ts'
import { about, moveClock, nextFirstOfApril, signOut, today } from './session.ts'
import { useAct } from './ui/use-act.ts'

const PLACES: readonly (readonly [Screen, string, IconName])[] = [
  ['monday', 'This week', 'week'],
  ['board', 'Board', 'board'],
  ['exceptions', 'Exceptions', 'warning'],
  ['field', 'Field', 'mail'],
  ['accounts', 'Accounts', 'accounts'],
  ['plans', 'Plans', 'plan'],
  ['seasons', 'Seasons', 'sun'],
  ['results', 'Results', 'trend'],
  ['goals', 'Goals', 'goal'],
  ['classes', 'Classes', 'classes'],
  ['import', 'Import', 'upload'],
  ['people', 'People', 'people'],
  ['settings', 'Settings', 'settings'],
]

export function Rail() {
  return (
    <nav class="rail no-print" aria-label="Main">
      <div class="brand">
        <img src="/icons/icon.svg" alt="" width="32" height="32" />
        <strong>Rounds</strong>
      </div>
      {PLACES.map(([screen, label, icon]) => (
        <a
          key={screen}
          href={href(screen)}
          aria-current={route.value.screen === screen ? 'page' : undefined}
        >
          <Icon name={icon} />
          <span>{label}</span>
          {screen === 'field' && <WordsWaiting />}
        </a>
      ))}
    </nav>
  )
}

const POLL_MS = 60_000

/** How many reps wait for an answer, seen from every screen. */
function WordsWaiting() {
  const words = useRemote('words waiting', () => api.feedback('open'), POLL_MS)
  const heard = words.data?.items.length
  useEffect(() => {
    if (heard !== undefined) waiting.value = heard
  }, [heard, words.data])
  if (waiting.value === 0) return null
  return (
    <span class="count">
      {waiting.value}
      <span class="visually-hidden"> to answer</span>
    </span>
  )
}

export function TopBar({ who }: { who: Me }) {
  const facts = about.value
  return (
    <header class="topbar no-print">
      <div class="grow company">
        <strong>{who.company}</strong>
        {facts?.demo && <DemoNote about={facts} />}
      </div>
      {facts?.demo && <DemoClock about={facts} />}
      <span class="who">
        <Icon name="person" />
        <span>
          <strong>{who.name}</strong>
          <span class="quiet small">{[who.role, who.team].filter(Boolean).join(', ')}</span>
        </span>
      </span>
      <ThemeButton />
      <SignOutButton />
    </header>
  )
}

function DemoNote({ about }: { about: About }) {
  return (
    <span class="quiet small demo-note" title={about.notice}>
      Demo: people, sales and past visits are simulated.
    </span>
  )
}

/** The demo's own clock: shown always, and moved by whoever looks around. */
function DemoClock({ about }: { about: About }) {
  const { busy, act } = useAct()
  const now = localTime(Date.parse(about.now), about.zone)
  const move = async (ask: { to?: string; days?: number }) => {
    const moved = await act(() => moveClock(ask))
    if (moved) toast(`It is now ${date(moved.data.today)}. New plans are being made.`)
  }
  return (
    <details class="menu clock" name="topbar">
      <summary>
        <Icon name="clock" />
        <span class="number">
          {date(now.on)} {clock(now.s)}
        </span>
        <span class="visually-hidden">Demo clock</span>
      </summary>
      <div class="menu-body stack">
        <strong>Demo clock</strong>
        <p class="quiet small">
          The demo lives in its own time. What was reported stays; the simulated past and the plans
          follow.
        </p>
        <div class="row wrap">
          <Button disabled={busy} onClick={() => void move({ days: 1 })}>
            +1 day
          </Button>
          <Button disabled={busy} onClick={() => void move({ days: 7 })}>
            +1 week
          </Button>
          <Button disabled={busy} onClick={() => void move({ to: nextFirstOfApril(today.value) })}>
            1 April
          </Button>
        </div>
        <PickDate busy={busy} onPick={(to) => void move({ to })} />
        {busy && <p role="status">Moving the clock</p>}
      </div>
    </details>
  )
}

function PickDate({ busy, onPick }: { busy: boolean; onPick: (on: string) => void }) {
  const [on, setOn] = useState(today.value)
  return (
    <div class="row">
      <label class="field grow">
        <span class="visually-hidden">Date</span>
        <input type="date" value={on} onInput={(event) => setOn(event.currentTarget.value)} />
      </label>
      <Button look="primary" disabled={busy || !on} onClick={() => onPick(on)}>
        Set
      </Button>
    </div>
  )
}

function ThemeButton() {
  const dark =
    theme.value === 'dark' ||
    (theme.value === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  return (
    <Button
      look="plain"
      round
      icon={dark ? 'sun' : 'moon'}
      aria-label={dark ? 'Light colours' : 'Dark colours'}
      onClick={() => chooseTheme(dark ? 'light' : 'dark')}
    />
  )
}

function SignOutButton() {
  const { act } = useAct()
  return (
    <Button
      look="plain"
      round
      icon="signout"
      aria-label="Sign out"
      onClick={() => void act(signOut)}
    />
  )
}
