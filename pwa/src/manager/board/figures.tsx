import type { Coverage, Figure, Metric } from '../wire.ts'
import { NumberButton } from './number-button.tsx'
import {
  aimWords,
  exactWords,
  figureOf,
  inOrder,
  intervalWords,
  isGood,
  LEADING,
  partWords,
  trend,
  valueWords,
} from './wording.ts'

/** One of a pair that says the same: the table below has them. */
const IN_TABLE_ONLY: readonly string[] = ['excused', 'season_missed', 'prospecting_share']

/** The total: two big figures, the others smaller behind them. */
export function Figures({ board }: { board: Coverage }) {
  return (
    <section class="figures" aria-labelledby="all-together">
      <h2 class="visually-hidden" id="all-together">
        All together
      </h2>
      {inOrder(board.metrics)
        .filter((metric) => !IN_TABLE_ONLY.includes(metric.name))
        .map((metric) => (
          <Card
            key={metric.name}
            board={board}
            metric={metric}
            big={LEADING.includes(metric.name)}
          />
        ))}
    </section>
  )
}

function Card({ board, metric, big }: { board: Coverage; metric: Metric; big: boolean }) {
  const figure = figureOf(board.total, metric.name)
  if (!figure) return null
  const notes = [partWords(figure, metric.unit), intervalWords(figure, metric.unit)]
  const good = isGood(figure, metric)
  return (
    <div class={['card', 'figure-card', big && 'big', tone(good)].filter(Boolean).join(' ')}>
      <h3 title={metric.sentence}>{metric.label}</h3>
      <NumberButton
        text={big ? exactWords(figure.value, metric.unit) : valueWords(figure.value, metric.unit)}
        parts={partWords(figure, metric.unit)}
        label={metric.label}
        metric={metric.name}
      />
      <p class="small quiet number">{notes.filter(Boolean).join('; ')}</p>
      {good === false && <p class="small quiet">{aimWords(metric)}</p>}
      <Before figure={figure} metric={metric} />
      {big && <p class="small quiet meaning">{metric.sentence}</p>}
    </div>
  )
}

function tone(good: boolean | null): string {
  if (good === null) return ''
  return good ? 'good' : 'poor'
}

const ARROWS = { better: 'better', worse: 'worse', same: '' } as const

function Before({ figure, metric }: { figure: Figure; metric: Metric }) {
  const moved = trend(figure, metric)
  if (!moved) return null
  return (
    <p class={`small trend ${moved.direction}`} title="Against the same number of days before">
      <span class="number">{moved.text}</span> {ARROWS[moved.direction]}
    </p>
  )
}
