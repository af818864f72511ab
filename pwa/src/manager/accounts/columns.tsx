import { date } from '../../ui/format.ts'
import { Chip } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { dueTone, dueWords } from '../../ui/words.ts'
import type { AccountRow } from '../../wire.ts'
import { href, route } from '../router.ts'
import { reps, today } from '../session.ts'
import type { Column } from '../ui/table.tsx'
import { CLASSES, urgency } from './filters.ts'
import { InPlace } from './in-place.tsx'
import { plannedWords } from './planned.tsx'
import type { PlannedChange } from './wire.ts'

export type Waiting = ReadonlyMap<string, readonly PlannedChange[]>

/** The table's columns; what waits for its date stands under what it will change. */
export function columns(waiting: Waiting): readonly Column<AccountRow>[] {
  const waits = (row: AccountRow, field: PlannedChange['field']) =>
    (waiting.get(row.id) ?? []).filter((one) => one.field === field)
  return [
    { key: 'name', label: 'Account', cell: (row) => <Name row={row} />, value: (row) => row.name },
    { key: 'due', label: 'Due', cell: (row) => <Due row={row} />, value: urgency },
    {
      key: 'class',
      label: 'Class',
      cell: (row) => <ClassCell row={row} waits={waits(row, 'account_class')} />,
      value: (row) => `${row.account_class} ${row.tier}`,
    },
    {
      key: 'rep',
      label: 'Rep',
      cell: (row) => <RepCell row={row} waits={waits(row, 'rep_id')} />,
      value: (row) => row.rep,
    },
    {
      key: 'last',
      label: 'Last visit',
      number: true,
      minor: true,
      cell: (row) => (row.last_visit ? date(row.last_visit, today.value) : '–'),
      value: (row) => row.last_visit,
    },
    {
      key: 'next',
      label: 'Next visit',
      number: true,
      cell: (row) => (row.next_visit ? date(row.next_visit, today.value) : '–'),
      value: (row) => row.next_visit,
    },
  ]
}

function Name({ row }: { row: AccountRow }) {
  const { query } = route.value
  return (
    <>
      <a href={href('accounts', { ...query, account: row.id })}>{row.name}</a>
      <span class="note small quiet">
        {[row.city, row.segment_label, row.active ? '' : 'inactive'].filter(Boolean).join(' · ')}
        {row.lat === null && <Chip tone="warn">Needs a location</Chip>}
        {row.opening_hours_problem && <Chip tone="warn">Hours unclear</Chip>}
      </span>
    </>
  )
}

function Due({ row }: { row: AccountRow }) {
  return (
    <>
      <Chip tone={dueTone(row.due)}>{dueWords(row.due)}</Chip>
      <span class="small quiet why">{row.due.why}</span>
    </>
  )
}

interface CellProps {
  row: AccountRow
  waits: readonly PlannedChange[]
}

const TIERS = ['A', 'B', 'C'] as const

function ClassCell({ row, waits }: CellProps) {
  return (
    <>
      <InPlace
        row={row}
        label="Class"
        value={row.account_class}
        options={CLASSES.map((one) => [one, word('class', one)])}
        change={(account_class) => ({ account_class })}
      />{' '}
      <InPlace
        row={row}
        label="Tier"
        value={row.tier}
        options={TIERS.map((one) => [one, one])}
        change={(tier) => ({ tier })}
      />
      <Waits waits={waits} />
    </>
  )
}

function RepCell({ row, waits }: CellProps) {
  const known = reps.value
    .filter((rep) => rep.active || rep.id === row.rep_id)
    .map((rep) => [rep.id, rep.name] as const)
  const paused = reps.value.some((rep) => rep.id === row.rep_id && !rep.active)
  return (
    <>
      {row.rep === null && <Chip tone="warn">Unassigned</Chip>}
      <InPlace
        row={row}
        label="Rep"
        value={row.rep_id ?? ''}
        text={row.rep ?? 'Choose'}
        options={row.rep_id ? known : [['', 'nobody'], ...known]}
        change={(rep) => ({ rep_id: rep || null })}
      />
      {paused && (
        <span class="note">
          <Chip tone="warn">paused: uncovered</Chip>
        </span>
      )}
      <Waits waits={waits} />
    </>
  )
}

function Waits({ waits }: Pick<CellProps, 'waits'>) {
  return (
    <>
      {waits.map((one) => (
        <span class="note small" key={one.id}>
          {plannedWords(one)}
        </span>
      ))}
    </>
  )
}
