export interface Bar {
  label: string
  value: number
  before: number | null
}

interface BarsProps {
  bars: readonly Bar[]
  /** What the picture says, in a sentence: it is all a screen reader gets. */
  label: string
}

const HEIGHT = 96
const FLOOR = 82
const STEP = 26

/** Small bars by month, last year's behind in grey. */
export function Bars({ bars, label }: BarsProps) {
  const top = Math.max(1, ...bars.map((bar) => Math.max(bar.value, bar.before ?? 0)))
  const high = (value: number) => Math.max(value > 0 ? 1.5 : 0, (value / top) * (FLOOR - 6))
  return (
    <svg class="bars" viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`} role="img" aria-label={label}>
      {bars.map((bar, at) => (
        <g key={`${at}-${bar.label}`} transform={`translate(${at * STEP} 0)`}>
          {rect('before', 3, high(bar.before ?? 0))}
          {rect('now', 10, high(bar.value))}
          <text x={STEP / 2} y={HEIGHT - 2}>
            {bar.label.slice(0, 1)}
          </text>
        </g>
      ))}
    </svg>
  )
}

function rect(kind: 'now' | 'before', x: number, height: number) {
  return <rect class={kind} x={x} y={FLOOR - height} width="12" height={height} rx="2" />
}
