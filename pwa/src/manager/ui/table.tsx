import type { ComponentChildren } from 'preact'
import { Icon } from '../../ui/icon.tsx'
import { type Picking, usePicking } from './pick-cells.tsx'

export interface Column<T> {
  key: string
  label: string
  /** Numbers stand right. */
  number?: boolean
  /** Left out on narrow screens. */
  minor?: boolean
  title?: string
  cell: (row: T) => ComponentChildren
  /** What to sort by; a column without it cannot be sorted. */
  value?: (row: T) => string | number | null
}

export interface Sort {
  key: string
  down: boolean
}

interface TableProps<T> {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  id: (row: T) => string
  sort?: Sort | null
  onSort?: (sort: Sort) => void
  rowClass?: (row: T) => string
  /** Tick boxes before the rows. */
  picking?: Picking
}

/** A table whose first column names the row. Sorting is a button in the header, with its state. */
export function Table<T>(props: TableProps<T>) {
  const { label, columns, rows, id, sort, onSort, rowClass } = props
  const picks = usePicking(props.picking, rows.map(id))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
    <section class="table-box" aria-label={label} tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            {picks?.head}
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort ?? null} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={id(row)}
              class={[rowClass?.(row), picks?.isChosen(id(row)) && 'picked']
                .filter(Boolean)
                .join(' ')}
            >
              {picks?.cell(id(row))}
              {columns.map((column, at) => cell(column, row, at === 0))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function cell<T>(column: Column<T>, row: T, first: boolean) {
  const name = classes(column)
  return first ? (
    <th scope="row" class={name} key={column.key}>
      {column.cell(row)}
    </th>
  ) : (
    <td class={name} key={column.key} data-label={column.label}>
      {column.cell(row)}
    </td>
  )
}

interface HeadProps<T> {
  column: Column<T>
  sort: Sort | null
  onSort: ((sort: Sort) => void) | undefined
}

function Head<T>({ column, sort, onSort }: HeadProps<T>) {
  const mine = sort?.key === column.key
  const state = mine ? (sort.down ? 'descending' : 'ascending') : 'none'
  if (!onSort || !column.value) {
    return (
      <th scope="col" class={classes(column)} title={column.title}>
        {column.label}
      </th>
    )
  }
  const next = { key: column.key, down: mine ? !sort.down : column.number === true }
  return (
    <th scope="col" class={classes(column)} aria-sort={state} title={column.title}>
      <button type="button" class={`sorter ${state}`} onClick={() => onSort(next)}>
        {column.label}
        <Icon name="down" />
      </button>
    </th>
  )
}

function classes<T>({ number, minor }: Column<T>): string {
  return [number && 'number right', minor && 'minor'].filter(Boolean).join(' ')
}

/** Rows by a column; what has no value comes last, whichever way round. */
export function sorted<T>(rows: readonly T[], columns: readonly Column<T>[], sort: Sort): T[] {
  const value = columns.find((column) => column.key === sort.key)?.value
  if (!value) return [...rows]
  return [...rows].sort((a, b) => compare(value(a), value(b), sort.down))
}

function compare(a: string | number | null, b: string | number | null, down: boolean): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0)
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : words(a, b)
  return down ? -order : order
}

function words(a: string | number, b: string | number): number {
  return String(a).localeCompare(String(b), undefined, { numeric: true })
}
