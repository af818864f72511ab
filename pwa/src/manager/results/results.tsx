import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { monthName } from '../../ui/format.ts'
import { EmptyState } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { useRemote } from '../remote.ts'
import { choose, href, open, route } from '../router.ts'
import { today } from '../session.ts'
import { Input, Page, Shown, Tabs } from '../ui/pieces.tsx'
import { type Column, type Sort, sorted, Table } from '../ui/table.tsx'
import * as api from './api.ts'
import { SalesChart } from './chart.tsx'
import { ListDrawer } from './list-drawer.tsx'
import { LABELS, type Months, monthsOf, SPANS } from './months.ts'
import './results.css'
import type { ResultFigure, ResultGroup, ResultMetric, Results } from './wire.ts'
import {
  againstBefore,
  direction,
  fewWords,
  figureOf,
  notes,
  summary,
  valueWords,
} from './words.ts'

const DIMENSIONS = [
  ['rep', 'Rep'],
  ['team', 'Team'],
  ['account_class', 'Class'],
  ['tier', 'Tier'],
  ['segment', 'Segment'],
] as const
type By = (typeof DIMENSIONS)[number][0]

/** The table's metrics in four subjects: all at once would be too wide to read. */
const SUBJECTS = [
  ['growth', 'Growth', ['sales', 'growth', 'new_customers', 'new_share', 'penetration']],
  ['visits', 'What visits bring', ['strike_rate', 'sales_hour', 'margin_hour']],
  ['cost', 'What they cost', ['cost_to_serve', 'contribution', 'unprofitable']],
  ['spread', 'Rhythm and spread', ['rhythm', 'top_share', 'concentration']],
] as const
type Subject = (typeof SUBJECTS)[number][0]

/** What selling came to, from imported sales; every number opens the accounts that make it. */
export function ResultsScreen() {
  const { query } = route.value
  const months = monthsOf(query, today.value)
  const by: By = DIMENSIONS.find(([name]) => name === query.by)?.[0] ?? 'rep'
  const load = () => api.results(months.first, months.last, by)
  const results = useRemote(`results ${months.first} ${months.last} ${by}`, load)
  return (
    <Page title="Results" lead={results.data ? summary(results.data) : null}>
      <MonthsChooser months={months} />
      <Shown of={results} label="Adding up the sales">
        {(data) => (data.facts.told_since ? <Content data={data} by={by} /> : <Nothing />)}
      </Shown>
      {query.result && (
        <ListDrawer
          months={months}
          label={query.of ? nameOf(results.data, query.of, query.key ?? '') : ''}
          onClose={() => open({ result: null, of: null, key: null })}
        />
      )}
    </Page>
  )
}

function nameOf(data: Results | null, by: string, key: string): string {
  const group = data?.groups.find((one) => one.key === key)
  return group ? groupName(by, group) : ''
}

function groupName(by: string, group: ResultGroup): string {
  if (by === 'account_class' && group.key) return word('class', group.key)
  return by === 'tier' ? `Tier ${group.key}` : group.label
}

function Content({ data, by }: { data: Results; by: By }) {
  const { query } = route.value
  const subject: Subject = SUBJECTS.find(([name]) => name === query.subject)?.[0] ?? 'growth'
  const names: readonly string[] = SUBJECTS.find(([name]) => name === subject)?.[2] ?? []
  const metrics = data.metrics.filter((metric) => names.includes(metric.name))
  const month = (on: string) => `${monthName(on)} ${on.slice(0, 4)}`
  return (
    <>
      <Cards data={data} />
      <SalesChart months={data.months} />
      <div class="row wrap between results-by">
        <Tabs
          label="Subject"
          tabs={SUBJECTS.map(([name, text]) => [name, text] as const)}
          value={subject}
          onChange={(next) => choose({ subject: next })}
        />
        <Tabs
          label="Show by"
          tabs={DIMENSIONS}
          value={by}
          onChange={(next) => choose({ by: next })}
        />
      </div>
      <ByTable data={data} by={by} metrics={metrics} />
      <p class="quiet small results-notes">{notes(data.facts, month).join(' ')}</p>
    </>
  )
}

function Cards({ data }: { data: Results }) {
  return (
    <section class="result-cards" aria-label="All together">
      {data.metrics.map((metric) => {
        const figure = figureOf(data.total, metric.name)
        return figure && <Card key={metric.name} figure={figure} metric={metric} />
      })}
    </section>
  )
}

function Card({ figure, metric }: { figure: ResultFigure; metric: ResultMetric }) {
  const before = againstBefore(figure, metric)
  const way = direction(figure, metric)
  return (
    <div class="card result-card">
      <h2 title={metric.sentence}>{metric.label}</h2>
      <Opener figure={figure} metric={metric} label={metric.label} />
      <p class="small quiet">{fewWords(figure) || unitWords(metric)}</p>
      {before && (
        <p class={`small trend ${way || 'same'}`} title="Against the same months a year before">
          <span class="number">{before}</span> {way}
        </p>
      )}
    </div>
  )
}

function unitWords({ unit }: ResultMetric): string {
  if (unit === 'per_hour') return 'an hour on site'
  return unit === 'months' ? 'months' : ''
}

interface OpenerProps {
  figure: ResultFigure
  metric: ResultMetric
  label: string
  of?: string
  group?: string
}

/** A number that opens the accounts behind it. */
function Opener({ figure, metric, label, of, group }: OpenerProps) {
  const text = valueWords(figure.value, metric.unit)
  return (
    <button
      type="button"
      class="figure"
      aria-label={`${label}: ${text}. Show the accounts`}
      onClick={() => open({ result: metric.name, of: of ?? null, key: group || null })}
    >
      {text}
    </button>
  )
}

interface ByProps {
  data: Results
  by: By
  metrics: readonly ResultMetric[]
}

function ByTable({ data, by, metrics }: ByProps) {
  const [sort, setSort] = useState<Sort>({ key: 'group', down: false })
  const columns: Column<ResultGroup>[] = [
    {
      key: 'group',
      label: DIMENSIONS.find(([name]) => name === by)?.[1] ?? 'Group',
      cell: (group) => groupName(by, group),
      value: (group) => groupName(by, group),
    },
    ...metrics.map((metric) => column(metric, by)),
  ]
  if (data.groups.length === 0) return <p class="quiet">There are no accounts to group.</p>
  return (
    <Table
      label={`Results by ${by}`}
      columns={columns}
      rows={sorted(data.groups, columns, sort)}
      id={(group) => group.key}
      sort={sort}
      onSort={setSort}
    />
  )
}

function column(metric: ResultMetric, by: string): Column<ResultGroup> {
  return {
    key: metric.name,
    label: metric.label,
    title: metric.sentence,
    number: true,
    cell: (group) => <Cell group={group} metric={metric} by={by} />,
    value: (group) => figureOf(group, metric.name)?.value ?? null,
  }
}

function Cell({ group, metric, by }: { group: ResultGroup; metric: ResultMetric; by: string }) {
  const figure = figureOf(group, metric.name)
  if (!figure) return <span>–</span>
  const note = fewWords(figure) || againstBefore(figure, metric)
  return (
    <>
      <Opener
        figure={figure}
        metric={metric}
        label={`${groupName(by, group)}, ${metric.label}`}
        of={by}
        group={group.key}
      />
      {note && <span class="small quiet note">{note}</span>}
    </>
  )
}

function MonthsChooser({ months }: { months: Months }) {
  const from = months.first.slice(0, 7)
  const to = months.last.slice(0, 7)
  return (
    <div class="row wrap months-bar">
      <Tabs
        label="Months"
        tabs={SPANS.map((name) => [name, LABELS[name]] as const)}
        value={months.name}
        onChange={(name) => choose({ months: name, from, to })}
      />
      {months.name === 'custom' && (
        <div class="row">
          <MonthInput label="From" value={from} onInput={(next) => choose({ from: next })} />
          <MonthInput label="To" value={to} onInput={(next) => choose({ to: next })} />
        </div>
      )}
      <Button look="plain" icon="print" round aria-label="Print" onClick={() => print()} />
    </div>
  )
}

interface MonthProps {
  label: string
  value: string
  onInput: (month: string) => void
}

/** A date of the month wanted: every browser has a field for dates, not all have one for months. */
function MonthInput({ label, value, onInput }: MonthProps) {
  const pick = (on: string) => on && onInput(on.slice(0, 7))
  return <Input label={label} hideLabel type="date" value={`${value}-01`} onInput={pick} />
}

function Nothing() {
  return (
    <EmptyState
      icon="board"
      title="No sales are known yet."
      text="Import sales by month, or orders with their dates; a margin is read where the file has one."
    >
      <a class="button primary" href={href('import')}>
        Import sales
      </a>
    </EmptyState>
  )
}
