import { useState } from 'preact/hooks'
import { type Column, type Sort, sorted, Table } from '../ui/table.tsx'
import type { Coverage, CoverageGroup, Metric } from '../wire.ts'
import { groupLabel } from './group-label.ts'
import { NumberButton } from './number-button.tsx'
import { figureOf, inOrder, intervalWords, isGood, partWords, valueWords } from './wording.ts'

/** Groups as rows, metrics as columns; the big figures' columns first, as above. */
export function ByTable({ board, by }: { board: Coverage; by: string }) {
  const [sort, setSort] = useState<Sort>({ key: 'group', down: false })
  const columns: Column<CoverageGroup>[] = [
    {
      key: 'group',
      label: 'Group',
      cell: (group) => groupLabel(by, group),
      value: (group) => groupLabel(by, group),
    },
    ...inOrder(board.metrics).map((metric) => column(metric, by)),
  ]
  if (board.groups.length === 0) return <p class="quiet">There is nobody in this list.</p>
  return (
    <Table
      label={`Coverage by ${by}`}
      columns={columns}
      rows={sorted(board.groups, columns, sort)}
      id={(group) => group.key}
      sort={sort}
      onSort={setSort}
    />
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
  return (
    <>
      <NumberButton
        class={isGood(figure, metric) === false ? 'poor' : ''}
        text={valueWords(figure.value, metric.unit)}
        label={`${groupLabel(by, group)}, ${metric.label}`}
        metric={metric.name}
        parts={partWords(figure, metric.unit)}
        by={by}
        group={group.key}
      />
      {note && <span class="small quiet note">{note}</span>}
    </>
  )
}
