import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { EmptyState } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import type { AccountClass } from '../../wire.ts'
import { choose, open } from '../router.ts'
import { today } from '../session.ts'
import { type Column, Table } from '../ui/table.tsx'
import type { MondayItem } from './wire.ts'
import { type Behind, rounded } from './words.ts'

/** The accounts or visits behind the number that was clicked; its heading takes the focus. */
export function BehindList({ of, name }: { of: Behind; name: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
    heading.current?.scrollIntoView({ block: 'nearest' })
  }, [of.title])
  return (
    <section class="stack monday-list">
      <div class="row between">
        <div>
          <h2 ref={heading} tabIndex={-1}>
            {of.title}
          </h2>
          <p class="quiet number">{of.total}</p>
        </div>
        <Button
          look="plain"
          icon="cross"
          round
          aria-label="Close the list"
          onClick={() => choose({ list: null, rep: null, class: null })}
        />
      </div>
      <ItemTable items={of.items} label={of.title} name={name} />
    </section>
  )
}

interface ItemTableProps {
  items: readonly MondayItem[]
  label: string
  name: string
}

/** Rows of accounts, visits or words; an account opens beside the list. */
export function ItemTable({ items, label, name }: ItemTableProps) {
  if (items.length === 0) {
    return <EmptyState icon="check" title="Nothing stands behind this number." />
  }
  const columns = COLUMNS.filter((one) => one.key !== 'adds' || VALUE[name])
  return (
    <Table
      label={label}
      columns={columns.map((one) => (one.key === 'adds' ? adds(name) : one))}
      rows={items}
      id={(item) => `${item.account_id} ${item.on} ${item.note}`}
    />
  )
}

/** What a row adds to the number, where rows do not count one each. */
const VALUE: Readonly<Record<string, string>> = { required: 'Counted of', overdue: 'Value' }

function adds(name: string): Column<MondayItem> {
  const shown = (item: MondayItem) =>
    name === 'required' ? `${rounded(item.adds)} of ${rounded(item.of)}` : rounded(item.adds)
  return { key: 'adds', label: VALUE[name] ?? '', number: true, cell: shown }
}

const COLUMNS: readonly Column<MondayItem>[] = [
  { key: 'name', label: 'Account', cell: (item) => <Name of={item} /> },
  {
    key: 'class',
    label: 'Class',
    cell: (item) =>
      item.account_class ? `${word('class', item.account_class as AccountClass)} ${item.tier}` : '',
  },
  { key: 'rep', label: 'Rep', cell: (item) => item.rep || <span class="quiet">nobody</span> },
  {
    key: 'on',
    label: 'Date',
    cell: (item) => <span class="number">{item.on ? date(item.on, today.value) : '–'}</span>,
  },
  { key: 'note', label: 'What', cell: (item) => item.note },
  { key: 'adds', label: '', number: true, cell: () => '' },
]

function Name({ of }: { of: MondayItem }) {
  const id = of.account_id
  if (!id) return <>{of.name}</>
  return (
    <>
      <button type="button" class="link" onClick={() => open({ account: id })}>
        {of.name}
      </button>
      <span class="small quiet note">{of.city}</span>
    </>
  )
}
