import { date } from '../../ui/format.ts'
import { EmptyState } from '../../ui/pieces.tsx'
import { today } from '../session.ts'
import { type Column, Table } from '../ui/table.tsx'
import type { FieldDay, Listed } from './wire.ts'
import { rounded } from './wording.ts'

const COLUMNS: readonly Column<FieldDay>[] = [
  { key: 'on', label: 'Day', cell: (one) => `${date(one.on, today.value)}` },
  { key: 'rep', label: 'Rep', cell: (one) => one.rep },
  { key: 'share', label: 'Of a day', number: true, cell: (one) => rounded(one.share) },
  { key: 'visits', label: 'Visits', number: true, cell: (one) => one.visits },
  {
    key: 'travel',
    label: 'Travel min',
    number: true,
    title: 'Estimated from base along the stops and back',
    cell: (one) => rounded(one.travel_min),
  },
  {
    key: 'site',
    label: 'On site min',
    number: true,
    cell: (one) => (
      <>
        {rounded(one.on_site_min)}
        {one.imputed > 0 && <span class="quiet small note">{one.imputed} not told: median</span>}
      </>
    ),
  },
]

/** The days in the field behind a number. */
export function DayList({ list }: { list: Listed }) {
  if (list.days.length === 0) {
    return <EmptyState icon="plan" title="No day in the field is behind this number." />
  }
  const sum = (part: (one: FieldDay) => number) =>
    rounded(list.days.reduce((total, one) => total + part(one), 0))
  return (
    <>
      <p class="totals number">
        <span>
          <strong>{sum((one) => one.share)}</strong> days
        </span>
        <span>
          <strong>{sum((one) => one.visits)}</strong> visits
        </span>
        <span>
          <strong>{sum((one) => one.travel_min)}</strong> min on the way
        </span>
        <span>
          <strong>{sum((one) => one.on_site_min)}</strong> min on site
        </span>
      </p>
      <Table
        label="Days behind the number"
        columns={COLUMNS}
        rows={list.days}
        id={(one) => `${one.rep_id} ${one.on}`}
      />
    </>
  )
}
