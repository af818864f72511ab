import { number } from '../../ui/format.ts'
import { type Column, Table } from '../ui/table.tsx'
import type { WeekShare } from './log-wire.ts'

const one = (value: number) => number(value, { maximumFractionDigits: 1 })

/** What another cadence table makes of each rep's week: "Ann 41 → 36 h". */
export function CadenceEffect({ shares }: { shares: readonly WeekShare[] }) {
  if (shares.length === 0) return <p class="quiet">No rep has accounts yet: nothing changes.</p>
  return (
    <section class="stack" aria-labelledby="effect" role="status">
      <h3 id="effect">What it makes of each rep's week</h3>
      <p class="quiet small">
        A mean week of the next twelve, on site and on the way, season by season. Accounts with an
        interval of their own stay as they are.
      </p>
      <Table label="Weeks before and after" columns={COLUMNS} rows={shares} id={(row) => row.rep} />
    </section>
  )
}

const COLUMNS: Column<WeekShare>[] = [
  { key: 'rep', label: 'Rep', cell: (row) => row.rep },
  {
    key: 'visits',
    label: 'Visits a week',
    number: true,
    cell: (row) => `${one(row.visits_before)} → ${one(row.visits_after)}`,
  },
  {
    key: 'hours',
    label: 'Hours a week',
    number: true,
    cell: (row) => `${one(row.hours_before)} → ${one(row.hours_after)}`,
  },
  { key: 'there', label: 'Hours there', number: true, cell: (row) => one(row.hours_there) },
  { key: 'fits', label: 'Fits', cell: (row) => <Fits row={row} /> },
]

function Fits({ row }: { row: WeekShare }) {
  if (row.hours_after <= row.hours_there) return <span>fits</span>
  return <span class="wrong">{one(row.hours_after - row.hours_there)} h too much</span>
}
