import { useState } from 'preact/hooks'
import { date } from '../../ui/format.ts'
import { word } from '../../ui/t.ts'
import type { Unplanned } from '../../wire.ts'
import * as desk from '../api.ts'
import { useRemote } from '../remote.ts'
import { choose, href, route } from '../router.ts'
import { today } from '../session.ts'
import { Input, Select, Shown } from '../ui/pieces.tsx'
import { type Column, type Sort, sorted, Table } from '../ui/table.tsx'
import type { Rep } from '../wire.ts'

/** What is due and has no day: each reason once, with how many wait behind it, then the list. */
export function NotPlanned({ rep, planId }: { rep: Rep; planId: string }) {
  const left = useRemote(`${rep.id} ${planId}`, () => desk.unplanned(rep.id))
  return (
    <section class="card" aria-label="Not planned">
      <h2>Not planned</h2>
      <Shown of={left} label="Looking up what was left out">
        {(data) => <List of={data.items} />}
      </Shown>
    </section>
  )
}

/** The reasons with their visits, the most frequent first. */
export function grouped(of: readonly Unplanned[]): (readonly [string, Unplanned[]])[] {
  const reasons = [...new Set(of.map((one) => one.reason))]
  const groups = reasons.map(
    (reason) => [reason, of.filter((one) => one.reason === reason)] as const,
  )
  return groups.sort(([, a], [, b]) => b.length - a.length)
}

/** The visits of one reason (empty: all) whose account or sentence holds a text. */
export function filtered(of: readonly Unplanned[], reason: string, text: string): Unplanned[] {
  const wanted = text.trim().toLowerCase()
  return of.filter(
    (one) =>
      (!reason || one.reason === reason) &&
      `${one.account} ${one.sentence}`.toLowerCase().includes(wanted),
  )
}

const COLUMNS: readonly Column<Unplanned>[] = [
  {
    key: 'account',
    label: 'Account',
    value: (one) => one.account,
    cell: (one) => (
      <a href={href('plans', { ...route.value.query, account: one.account_id })}>{one.account}</a>
    ),
  },
  {
    key: 'reason',
    label: 'Reason',
    value: (one) => one.reason,
    cell: (one) => word('reason', one.reason),
  },
  { key: 'sentence', label: 'Why', minor: true, cell: (one) => one.sentence },
  {
    key: 'target',
    label: 'Best',
    number: true,
    value: (one) => one.target,
    cell: (one) => date(one.target, today.value),
  },
  {
    key: 'latest',
    label: 'Latest',
    number: true,
    value: (one) => one.latest,
    cell: (one) => date(one.latest, today.value),
  },
]

function List({ of }: { of: readonly Unplanned[] }) {
  const [text, setText] = useState('')
  const [sort, setSort] = useState<Sort>({ key: 'target', down: false })
  const reason = route.value.query.reason ?? ''
  if (of.length === 0) return <p class="quiet">Every visit that is due has its day.</p>
  const groups = grouped(of)
  const rows = sorted(filtered(of, reason, text), COLUMNS, sort)
  const options = groups.map(
    ([name, those]) => [name, `${word('reason', name)} (${those.length})`] as const,
  )
  return (
    <>
      <ul class="reasons">
        {groups.map(([name, those]) => (
          <li key={name}>
            <button
              type="button"
              class="figure"
              aria-pressed={name === reason}
              onClick={() => choose({ reason: name === reason ? null : name })}
            >
              {those.length}
            </button>
            <span>
              <strong>{word('reason', name)}</strong>
              <span class="small quiet note">{those[0]?.sentence}</span>
            </span>
          </li>
        ))}
      </ul>
      <div class="filters">
        <Input
          label="Find"
          hideLabel
          type="search"
          placeholder="Account"
          value={text}
          onInput={setText}
        />
        <Select
          label="Reason"
          hideLabel
          value={reason}
          options={[['', `All reasons (${of.length})`], ...options]}
          onChange={(name) => choose({ reason: name || null })}
        />
        <span class="small quiet" role="status">
          {rows.length} visits
        </span>
      </div>
      <Table
        label="Visits without a day"
        columns={COLUMNS}
        rows={rows}
        id={(one) => `${one.account_id} ${one.target}`}
        sort={sort}
        onSort={setSort}
      />
    </>
  )
}
