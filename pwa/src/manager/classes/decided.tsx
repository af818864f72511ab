import { date } from '../../ui/format.ts'
import { Chip, EmptyState } from '../../ui/pieces.tsx'
import { AccountLink } from '../field/account-link.tsx'
import { useRemote } from '../remote.ts'
import { today } from '../session.ts'
import { Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import * as api from './api.ts'
import { Move } from './proposals.tsx'
import type { Decided } from './wire.ts'

const COLUMNS: readonly Column<Decided>[] = [
  {
    key: 'account',
    label: 'Account',
    cell: (row) => <AccountLink id={row.account_id} name={row.account} />,
  },
  { key: 'move', label: 'From, to', cell: (row) => <Move row={row} /> },
  { key: 'decision', label: 'Decision', cell: (row) => <Decision row={row} /> },
  {
    key: 'why',
    label: 'Why',
    cell: (row) => (
      <div class="why">
        {row.why && <strong>{row.why}</strong>}
        <p class="quiet small note">
          {row.by || 'The rules'}: {row.reasons.join(' ')}
        </p>
        {row.challenge && <p class="small">The rep disagreed: {row.challenge}</p>}
      </div>
    ),
  },
  { key: 'by', label: 'By', cell: (row) => row.decided_by || <span class="quiet">Rounds</span> },
  {
    key: 'on',
    label: 'Date',
    cell: (row) => <span class="number">{date(row.decided_at.slice(0, 10), today.value)}</span>,
  },
]

function Decision({ row }: { row: Decided }) {
  if (row.decision === 'refused') return <Chip>Refused</Chip>
  const later = row.valid_from !== null && row.valid_from > row.decided_at.slice(0, 10)
  return (
    <>
      <Chip tone="ok">Accepted</Chip>
      {later && row.valid_from && (
        <span class="small"> from {date(row.valid_from, today.value)}</span>
      )}
    </>
  )
}

/** What became of proposals: nothing ever leaves this list. */
export function DecidedList() {
  const remote = useRemote('decided', api.decided)
  return (
    <section class="card stack">
      <h2>Decided</h2>
      <Shown of={remote} label="Looking up decisions">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="info" title="Nothing decided yet." />
          ) : (
            <Table label="Decided" columns={COLUMNS} rows={items} id={(row) => row.id} />
          )
        }
      </Shown>
    </section>
  )
}
