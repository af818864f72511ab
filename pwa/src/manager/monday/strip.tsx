import type { MondayRep } from './wire.ts'
import { barHeight, stripWords } from './words.ts'

const WIDTH = 8
const HEIGHT = 30
/** Where the hours there end: above this line a week asks for more. */
const FULL = HEIGHT - Math.round(HEIGHT / 1.5)

/** Thirteen weeks as bars against the hours there; what is over is hatched and named in words. */
export function HoursStrip({ rep }: { rep: MondayRep }) {
  const width = rep.weeks.length * WIDTH
  return (
    <svg
      class="hours-strip"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={stripWords(rep)}
    >
      {rep.weeks.map((week, at) => {
        const high = barHeight(week, HEIGHT)
        const over = (week.share ?? 0) > 1
        return (
          <g key={week.first}>
            <rect
              class={over ? 'bar over' : 'bar'}
              x={at * WIDTH + 1}
              y={HEIGHT - high}
              width={WIDTH - 2}
              height={high}
            />
            {over && (
              <path class="over-mark" d={`M${at * WIDTH + 1} ${FULL}v-${high - HEIGHT + FULL}`} />
            )}
          </g>
        )
      })}
      <line class="full" x1="0" x2={width} y1={FULL} y2={FULL} />
    </svg>
  )
}
