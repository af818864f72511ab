import { date } from '../../ui/format.ts'
import { EmptyState } from '../../ui/pieces.tsx'
import { useRemote } from '../remote.ts'
import { choose, route } from '../router.ts'
import { reps, today } from '../session.ts'
import { Select, Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import type { Metric } from '../wire.ts'
import * as api from './api.ts'
import { filterOf } from './filter.ts'
import { type Dated, line } from './line.ts'
import './trends.css'
import type { Snapshot, Snapshots } from './wire.ts'
import { inOrder, trend, valueWords } from './wording.ts'

const WIDTH = 240
const HEIGHT = 64

/** How the figures moved: the four weeks up to each past night, as counted then. */
export function Trends() {
  const { rep } = filterOf(route.value.query)
  const by = rep ? 'rep' : 'all'
  const past = useRemote(`${by} ${rep}`, () => api.snapshots(by, rep ?? ''))
  const whose = reps.value.find((one) => one.id === rep)?.name ?? 'Everybody in your sight'
  return (
    <Shown of={past} label="Looking up past nights">
      {(data) =>
        data.items.length === 0 ? (
          <EmptyState
            icon="board"
            title="No night has been kept yet."
            text="Each night at three the figures of the day are kept; from tomorrow on they are here."
          />
        ) : (
          <>
            <p class="quiet">
              {whose}: the four weeks up to each date, as they were counted that night. What is
              changed afterwards does not change them. Only the rep of the filter counts here.
            </p>
            <Compare past={data} />
            <div class="trends">
              {inOrder(data.metrics).map((metric) => (
                <Chart key={metric.name} metric={metric} items={data.items} />
              ))}
            </div>
          </>
        )
      }
    </Shown>
  )
}

function Chart({ metric, items }: { metric: Metric; items: readonly Snapshot[] }) {
  const points = items.map((one) => ({ on: one.on, value: one.values[metric.name] ?? null }))
  const drawn = line(points, WIDTH, HEIGHT)
  const last = points.at(-1)
  return (
    <section class="card">
      <h2 title={metric.sentence}>{metric.label}</h2>
      <strong class="number">{valueWords(last?.value ?? null, metric.unit)}</strong>
      {drawn ? (
        <svg
          viewBox={`-4 -6 ${WIDTH + 8} ${HEIGHT + 12}`}
          role="img"
          aria-label={`${metric.label} over time; the table below says the same`}
        >
          <line class="frame" x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
          <path class="drawn" d={drawn.path} />
          {drawn.dots.map((dot) => (
            <circle key={dot.on} cx={dot.x} cy={dot.y} r="2.5">
              <title>
                {date(dot.on, today.value)}: {valueWords(dot.value, metric.unit)}
              </title>
            </circle>
          ))}
        </svg>
      ) : (
        <p class="quiet small">Nothing to measure in any night.</p>
      )}
      <details>
        <summary>Table</summary>
        <Table label={metric.label} columns={columns(metric)} rows={points} id={(one) => one.on} />
      </details>
    </section>
  )
}

function columns(metric: Metric): Column<Dated>[] {
  return [
    { key: 'on', label: 'Up to', cell: (one) => date(one.on, today.value) },
    {
      key: 'value',
      label: metric.label,
      number: true,
      cell: (one) => valueWords(one.value, metric.unit),
    },
  ]
}

/** Two nights beside each other. */
function Compare({ past }: { past: Snapshots }) {
  const { query } = route.value
  const options = past.items.map((one) => [one.on, date(one.on, today.value)] as const).reverse()
  const night = (on: string | undefined, otherwise: Snapshot | undefined) =>
    past.items.find((one) => one.on === on) ?? otherwise
  const later = night(query.night, past.items.at(-1))
  const earlier = night(query.before, past.items[0])
  if (!later || !earlier || past.items.length < 2) return null
  const rows = inOrder(past.metrics).filter((metric) => metric.name in later.values)
  return (
    <details class="compare card">
      <summary>Compare two dates</summary>
      <div class="row wrap">
        <Select
          label="Earlier"
          value={earlier.on}
          options={options}
          onChange={(before) => choose({ before })}
        />
        <Select
          label="Later"
          value={later.on}
          options={options}
          onChange={(next) => choose({ night: next })}
        />
      </div>
      <Table
        label="Two dates compared"
        columns={compared(earlier, later)}
        rows={rows}
        id={(metric) => metric.name}
      />
    </details>
  )
}

function compared(earlier: Snapshot, later: Snapshot): Column<Metric>[] {
  const value = (of: Snapshot, metric: Metric) => of.values[metric.name] ?? null
  const shown = (of: Snapshot) => (metric: Metric) => valueWords(value(of, metric), metric.unit)
  return [
    { key: 'metric', label: 'Number', cell: (metric) => metric.label },
    { key: 'before', label: date(earlier.on, today.value), number: true, cell: shown(earlier) },
    { key: 'night', label: date(later.on, today.value), number: true, cell: shown(later) },
    {
      key: 'change',
      label: 'Change',
      number: true,
      cell: (metric) => (
        <Change metric={metric} from={value(earlier, metric)} to={value(later, metric)} />
      ),
    },
  ]
}

function Change({ metric, from, to }: { metric: Metric; from: number | null; to: number | null }) {
  const figure = {
    metric: metric.name,
    value: to,
    before: from,
    numerator: null,
    denominator: null,
  }
  const moved = trend(figure, metric)
  if (!moved) return <span>–</span>
  return (
    <span class={`trend ${moved.direction}`}>
      {moved.text} {moved.direction === 'same' ? '' : moved.direction}
    </span>
  )
}
