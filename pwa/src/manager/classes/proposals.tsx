import { useState } from 'preact/hooks'
import { date, money } from '../../ui/format.ts'
import { Chip, EmptyState } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import type { Id } from '../../wire.ts'
import { AccountLink } from '../field/account-link.tsx'
import { today } from '../session.ts'
import { type Column, Table } from '../ui/table.tsx'
import { Decide } from './decide.tsx'
import { hours, share, whole } from './effect.ts'
import type { Proposal, Proposals, RepLoad, Risk } from './wire.ts'

/** The open proposals: pick some, see what they do to each rep's week, then decide. */
export function Queue({ of, reload }: { of: Proposals; reload: () => void }) {
  const [picked, setPicked] = useState<ReadonlySet<Id>>(new Set())
  // What somebody else decided meanwhile is not picked any more.
  const chosen = of.items.filter((one) => picked.has(one.id))
  const pick = (ids: readonly Id[], on: boolean) =>
    setPicked((was) => new Set(on ? [...was, ...ids] : [...was].filter((id) => !ids.includes(id))))
  if (of.items.length === 0) return <Nothing />
  const all = of.items.map((one) => one.id)
  return (
    <section class="card stack" aria-labelledby="queue">
      <div class="row wrap between">
        <h2 id="queue">{of.items.length === 1 ? '1 proposal' : `${of.items.length} proposals`}</h2>
        <label class="row pick">
          <input
            type="checkbox"
            checked={chosen.length === all.length}
            onChange={(event) => pick(all, event.currentTarget.checked)}
          />
          All of them
        </label>
      </div>
      <Decide
        chosen={chosen}
        reps={of.reps}
        onDone={() => {
          setPicked(new Set())
          reload()
        }}
      />
      <Table
        label="Proposals"
        columns={columns(of.reps, picked, pick)}
        rows={of.items}
        id={(row) => row.id}
        rowClass={(row) => (picked.has(row.id) ? 'proposal-picked' : '')}
      />
    </section>
  )
}

function Nothing() {
  return (
    <section class="card">
      <EmptyState
        icon="check"
        title="No proposal waits for you."
        text="Once a week every account is held against the rules; reps propose in their reports."
      />
    </section>
  )
}

type Pick = (ids: readonly Id[], on: boolean) => void

function columns(
  reps: readonly RepLoad[],
  picked: ReadonlySet<Id>,
  pick: Pick,
): readonly Column<Proposal>[] {
  return [
    {
      key: 'account',
      label: 'Account',
      cell: (row) => <Account row={row} picked={picked.has(row.id)} pick={pick} />,
    },
    { key: 'move', label: 'From, to', cell: (row) => <Move row={row} /> },
    { key: 'why', label: 'Why', cell: (row) => <Why row={row} /> },
    {
      key: 'visits',
      label: 'Visits a year',
      number: true,
      cell: (row) => <Change from={whole(row.before.visits)} to={whole(row.after.visits)} />,
    },
    {
      key: 'hours',
      label: 'Hours a week',
      number: true,
      title: 'On site and on the way',
      cell: (row) => <Change from={hours(row.before.minutes)} to={hours(row.after.minutes)} />,
    },
    {
      key: 'share',
      label: 'Rep’s week filled',
      number: true,
      title: 'Which share of the rep’s working hours all accounts together ask for',
      cell: (row) => <Filled row={row} rep={reps.find((one) => one.rep_id === row.rep_id)} />,
    },
  ]
}

function Account({ row, picked, pick }: { row: Proposal; picked: boolean; pick: Pick }) {
  return (
    <div class="row top">
      <label class="pick">
        <input
          type="checkbox"
          checked={picked}
          onChange={(event) => pick([row.id], event.currentTarget.checked)}
        />
        <span class="visually-hidden">Pick {row.account}</span>
      </label>
      <div>
        <AccountLink id={row.account_id} name={row.account} />
        <div class="quiet small note">
          {[row.city, `tier ${row.tier}`, row.rep || 'nobody’s'].filter(Boolean).join(', ')}
        </div>
      </div>
    </div>
  )
}

interface Moved {
  from_class: string
  to_class: string
}

export function Move({ row }: { row: Moved }) {
  return (
    <span class="move">
      <Chip>{word('class', row.from_class)}</Chip>
      <span>to</span>
      <Chip tone="accent">{word('class', row.to_class)}</Chip>
    </span>
  )
}

/** The reasons, who says so since when, and what the rep holds against it. */
function Why({ row }: { row: Proposal }) {
  return (
    <div class="why">
      <ul class="class-reasons">
        {row.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p class="quiet small">
        {row.by || 'The rules'}, since {date(row.made_on, today.value)}
      </p>
      {row.challenge && (
        <p class="challenge">
          <Chip tone="warn">{row.challenged_by || 'The rep'} disagrees</Chip> <q>{row.challenge}</q>
        </p>
      )}
    </div>
  )
}

function Change({ from, to }: { from: string; to: string }) {
  return (
    <>
      {from} <span class="quiet">to</span> <strong>{to}</strong>
    </>
  )
}

function Filled({ row, rep }: { row: Proposal; rep: RepLoad | undefined }) {
  if (!rep) return <span class="quiet">–</span>
  const after = rep.minutes + row.after.minutes - row.before.minutes
  return <Change from={share(rep.minutes, rep.capacity_min)} to={share(after, rep.capacity_min)} />
}

const RISK: readonly Column<Risk>[] = [
  {
    key: 'account',
    label: 'Account',
    cell: (row) => <AccountLink id={row.account_id} name={row.account} />,
  },
  { key: 'city', label: 'Place', cell: (row) => row.city || <span class="quiet">no town</span> },
  { key: 'rep', label: 'Rep', cell: (row) => row.rep || <span class="quiet">nobody</span> },
  {
    key: 'why',
    label: 'Why',
    cell: (row) => <span class="why">{row.reasons.join(' ')}</span>,
  },
  { key: 'sales', label: 'Sales in 12 months', number: true, cell: (row) => money(row.sales_12m) },
]

/** Core accounts that buy less or later than they used to, in their season. */
export function AtRisk({ of }: { of: readonly Risk[] }) {
  return (
    <section class="card stack">
      <div>
        <h2>Core accounts at risk</h2>
        <p class="quiet small">
          A longer gap than almost all of their own, or three months of sales well below those of
          the year before; only in season. The limits stand in Settings under Rules.
        </p>
      </div>
      {of.length === 0 ? (
        <EmptyState icon="check" title="No core account buys less or later than it used to." />
      ) : (
        <Table
          label="Core accounts at risk"
          columns={RISK}
          rows={of}
          id={(row) => row.account_id}
        />
      )}
    </section>
  )
}
