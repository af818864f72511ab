import { money, monthName } from '../../ui/format.ts'
import { type Column, Table } from '../ui/table.tsx'
import type { ResultMonth } from './wire.ts'

const STEP = 44
const FLOOR = 120
const HEIGHT = 140

/** Sales by month, the year before behind them; the table below says the same. */
export function SalesChart({ months }: { months: readonly ResultMonth[] }) {
  const top = Math.max(1, ...months.map((one) => Math.max(one.sales, one.before ?? 0)))
  const high = (value: number) => (Math.max(0, value) / top) * (FLOOR - 8)
  const width = Math.max(6, months.length) * STEP
  return (
    <section class="card stack" aria-labelledby="by-month">
      <h2 id="by-month">Sales by month</h2>
      <p class="small quiet month-legend">
        <span class="mark now" /> these months <span class="mark before" /> a year before
      </p>
      <svg
        class="sales-chart"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label="Sales by month beside the year before; the table says the numbers."
      >
        <line x1="0" x2={width} y1={FLOOR} y2={FLOOR} class="axis" />
        {months.map((one, at) => (
          <g key={one.month} transform={`translate(${at * STEP} 0)`}>
            <rect class="before" x="6" width="14" {...bar(high(one.before ?? 0))} />
            <rect class="now" x="18" width="18" {...bar(high(one.sales))} />
            <text x={STEP / 2} y={HEIGHT - 4}>
              {monthName(one.month)}
            </text>
          </g>
        ))}
      </svg>
      <details>
        <summary>The same as a table</summary>
        <Table label="Sales by month" columns={COLUMNS} rows={months} id={(one) => one.month} />
      </details>
    </section>
  )
}

function bar(height: number) {
  return { y: FLOOR - height, height }
}

const COLUMNS: Column<ResultMonth>[] = [
  {
    key: 'month',
    label: 'Month',
    cell: (one) => `${monthName(one.month)} ${one.month.slice(0, 4)}`,
  },
  { key: 'sales', label: 'Sales', number: true, cell: (one) => money(one.sales) },
  {
    key: 'before',
    label: 'Year before',
    number: true,
    cell: (one) => (one.before === null ? '–' : money(one.before)),
  },
]
