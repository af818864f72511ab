import { useState } from 'preact/hooks'
import { type Column, type Sort, sorted, Table } from '../ui/table.tsx'
import type { CoverageGroup, Metric } from '../wire.ts'
import { groupLabel } from './group-label.ts'
import { NumberButton } from './number-button.tsx'
import type { Board } from './wire.ts'
import {
  FAMILIES,
  type Family,
  figureOf,
  inOrder,
  intervalWords,
  isGood,
  partWords,
  rankWords,
  trend,
  valueWords,
} from './wording.ts'

/** Groups as rows, metrics as columns; the big figures' columns first, as above. */
export function ByTable({ board, by, family }: { board: Board; by: string; family: Family }) {
  const [sort, setSort] = useState<Sort>({ key: 'group', down: false })
  const names: readonly string[] = FAMILIES[family]
  const metrics = inOrder(board.metrics).filter((metric) => names.includes(metric.name))
  const columns: Column<CoverageGroup>[] = [
    {
      key: 'group',
      label: 'Group',
      cell: (group) => groupLabel(by, group),
      value: (group) => groupLabel(by, group),
    },
    ...metrics.map((metric) => column(metric, by)),
  ]
  if (board.groups.length === 0) return <p class="quiet">There is nobody in this list.</p>
  return (
    <>
      <Table
        label={`Coverage by ${by}`}
        columns={columns}
        rows={sorted(board.groups, columns, sort)}
        id={(group) => group.key}
        sort={sort}
        onSort={setSort}
      />
      <Ranking board={board} by={by} metrics={metrics} />
    </>
  )
}

/** What the order in the table means, and what it does not. */
function Ranking({ board, by, metrics }: { board: Board; by: string; metrics: Metric[] }) {
  const name = (key: string) => {
    const group = board.groups.find((one) => one.key === key)
    return group ? groupLabel(by, group) : key
  }
  const said = metrics.map((metric) => rankWords(metric, board, name)).filter(Boolean)
  if (said.length === 0) return null
  return (
    <details class="ranking">
      <summary>Who is before whom, and where that cannot be said</summary>
      <ul class="small quiet">
        {said.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  )
}

function column(metric: Metric, by: string): Column<CoverageGroup> {
  return {
    key: metric.name,
    label: metric.label,
    title: metric.sentence,
    number: true,
    cell: (group) => <Cell group={group} metric={metric} by={by} />,
    value: (group) => figureOf(group, metric.name)?.value ?? null,
  }
}

function Cell({ group, metric, by }: { group: CoverageGroup; metric: Metric; by: string }) {
  const figure = figureOf(group, metric.name)
  if (!figure) return <span>–</span>
  const note = intervalWords(figure, metric.unit) || partWords(figure, metric.unit)
  const moved = trend(figure, metric)
  const poor = isGood(figure, metric) === false
  return (
    <>
      <NumberButton
        class={poor ? 'poor' : ''}
        text={valueWords(figure.value, metric.unit)}
        label={`${groupLabel(by, group)}, ${metric.label}${poor ? ' (not good)' : ''}`}
        metric={metric.name}
        parts={partWords(figure, metric.unit)}
        by={by}
        group={group.key}
      />
      {note && <span class="small quiet note">{note}</span>}
      {moved && moved.direction !== 'same' && (
        <span class={`small note trend ${moved.direction}`}>{moved.text}</span>
      )}
    </>
  )
}
