/** What the orders suggest: the evidence in words, as bars and as a table; a person accepts. */

import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date, number } from '../../ui/format.ts'
import { Banner, Chip, EmptyState } from '../../ui/pieces.tsx'
import { toast } from '../../ui/toast.tsx'
import { dayWords, windowWords } from '../accounts/season-windows.ts'
import { AccountLink } from '../field/account-link.tsx'
import type { Remote } from '../remote.ts'
import { open } from '../router.ts'
import { today } from '../session.ts'
import { Shown } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import type { Items } from '../wire.ts'
import * as api from './api.ts'
import { Strip } from './strip.tsx'
import type { IndexMonth, Standing, Suggestion } from './wire.ts'
import { counted, isAsSuggested, isSuggested, kindWord, verdictWord } from './wording.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const UNDO_MS = 10_000

export function Suggestions({ of }: { of: Remote<Items<Suggestion>> }) {
  return (
    <Shown of={of} label="Reading the orders">
      {({ items }) => (items.length === 0 ? <NoOrders /> : <Sorted items={items} of={of} />)}
    </Shown>
  )
}

function NoOrders() {
  return (
    <EmptyState
      icon="sun"
      title="No orders to learn from."
      text="Import sales by month: two completed calendar years of five accounts are the least a season shows in."
    />
  )
}

function Sorted({ items, of }: { items: readonly Suggestion[]; of: Remote<Items<Suggestion>> }) {
  const suggested = items.filter(isSuggested)
  const waiting = suggested.filter((one) => one.standing === 'open')
  const decided = suggested.filter((one) => one.standing !== 'open')
  const others = items.filter((one) => !isSuggested(one))
  return (
    <div class="stack">
      {waiting.length === 0 && (
        <EmptyState
          icon="check"
          title="Nothing to decide."
          text="No segment or town has a season in its orders that you have not decided about."
        />
      )}
      <div class="suggestion-cards">
        {waiting.map((one) => (
          <Card key={`${one.of} ${one.key}`} one={one} reload={of.reload} />
        ))}
      </div>
      <Rest title={`Decided (${decided.length})`} rows={decided} reload={of.reload} />
      <Rest title={`Without a suggestion (${others.length})`} rows={others} reload={of.reload} />
    </div>
  )
}

interface RestProps {
  title: string
  rows: readonly Suggestion[]
  reload: () => void
}

function Rest({ title, rows, reload }: RestProps) {
  const [shown, show] = useState(false)
  if (rows.length === 0) return null
  return (
    <details onToggle={(event) => show(event.currentTarget.open)}>
      <summary>{title}</summary>
      {shown && (
        <div class="suggestion-cards">
          {rows.map((one) => (
            <Card key={`${one.of} ${one.key}`} one={one} reload={reload} />
          ))}
        </div>
      )}
    </details>
  )
}

function Card({ one, reload }: { one: Suggestion; reload: () => void }) {
  return (
    <article class="card stack" aria-label={one.label}>
      <div class="row wrap between">
        <h2>
          {one.label} <span class="quiet small">{kindWord(one.of)}</span>
        </h2>
        <Chip tone={isSuggested(one) ? 'info' : 'plain'}>{verdictWord(one)}</Chip>
      </div>
      <p>{one.words}</p>
      {one.pooled_with.length > 0 && (
        <p class="quiet small">
          Too few accounts alone: pooled with {one.pooled_with.join(', ')}. Accepting it changes{' '}
          {one.label} only.
        </p>
      )}
      {one.months.length > 0 && <Index months={one.months} label={one.label} />}
      {isSuggested(one) && <Windows one={one} />}
      {one.buyers_outside.length > 0 && <Outside one={one} />}
      {isSuggested(one) && <Decision one={one} reload={reload} />}
    </article>
  )
}

const shown = (value: number) =>
  number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Twelve bars, 1 being a usual month; in season they are filled, else outlined. */
function Index({ months, label }: { months: readonly IndexMonth[]; label: string }) {
  const top = Math.max(1.2, ...months.map((one) => one.index))
  return (
    <table class="index-table">
      <caption class="visually-hidden">Seasonal index of {label}, a usual month is 1</caption>
      <thead>
        <tr>
          {months.map((one) => (
            <th key={one.month} scope="col">
              {MONTHS[one.month - 1]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          {months.map((one) => (
            <td key={one.month} class="number">
              <span class="index-column" aria-hidden="true">
                <i class="usual" style={{ bottom: `${(1 / top) * 100}%` }} />
                <i
                  class={one.in_season ? 'bar in' : 'bar'}
                  style={{ height: `${(Math.max(0, one.index) / top) * 100}%` }}
                />
              </span>
              {one.in_season ? <strong>{shown(one.index)}</strong> : shown(one.index)}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  )
}

function Windows({ one }: { one: Suggestion }) {
  return (
    <>
      <Strip windows={one.windows} today={today.value.slice(5)} />
      <p class="small">
        Suggested: {one.windows.map(windowWords).join('; ')}.
        {one.ramp_from && ` Visits for the opening begin on ${dayWords(one.ramp_from)}.`}
        {one.current.length > 0 && !isAsSuggested(one) && (
          <> Now: {one.current.map(windowWords).join('; ')}.</>
        )}
      </p>
    </>
  )
}

function Outside({ one }: { one: Suggestion }) {
  const many = one.buyers_outside.length
  return (
    <Banner tone="warn" icon="warning">
      <details>
        <summary>{counted(many, 'account')} would be left alone while buying</summary>
        <ul class="plain-list">
          {one.buyers_outside.map((buyer) => (
            <li key={buyer.account_id}>
              <AccountLink id={buyer.account_id} name={buyer.name} />{' '}
              <span class="quiet small">
                {number(buyer.share_outside, { style: 'percent' })} outside the season: give it
                windows of its own
              </span>
            </li>
          ))}
        </ul>
      </details>
    </Banner>
  )
}

function Decision({ one, reload }: { one: Suggestion; reload: () => void }) {
  const { busy, act } = useAct()
  const decide = async (standing: Exclude<Standing, 'accepted'>, undo: boolean) => {
    if (!(await act(() => api.setAside(one, standing)))) return
    reload()
    const said =
      standing === 'open'
        ? 'stands here again'
        : standing === 'later'
          ? 'asks again in a quarter'
          : 'is not suggested again'
    toast(`${one.label} ${said}.`, undo ? () => void decide('open', false) : null, UNDO_MS)
  }
  if (one.standing === 'accepted') {
    return (
      <p class="quiet small">
        Accepted{isAsSuggested(one) ? ': its windows are these' : ', with dates chosen by hand'}.
        Change them under Windows.
      </p>
    )
  }
  if (one.standing !== 'open') {
    return (
      <div class="row wrap">
        <span class="quiet small">
          {one.until ? `Asks again on ${date(one.until, today.value)}.` : 'Never suggested again.'}
        </span>
        <Button icon="undo" look="plain" disabled={busy} onClick={() => void decide('open', false)}>
          Bring back
        </Button>
      </div>
    )
  }
  return (
    <div class="row wrap">
      <Button
        look="primary"
        disabled={busy}
        onClick={() => open({ of: one.of, key: one.key, suggested: '1' })}
      >
        See the effect and accept
      </Button>
      <Button disabled={busy} onClick={() => void decide('later', true)}>
        Not now
      </Button>
      <Button look="plain" disabled={busy} onClick={() => void decide('never', true)}>
        Never
      </Button>
    </div>
  )
}
