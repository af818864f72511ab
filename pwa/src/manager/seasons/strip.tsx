/** Twelve months as a strip: what a set of windows makes of the year, to look at and to drag. */

import { createContext } from 'preact'
import { useContext, useRef } from 'preact/hooks'
import type { SeasonState } from '../../wire.ts'
import { dayWords, STATE_WORDS } from '../accounts/season-windows.ts'
import type { PlainWindow } from './wire.ts'
import {
  DAYS,
  dayNumber,
  dayOf,
  MONTH_STARTS,
  moved,
  RAMP_D,
  type Run,
  runsOf,
  statesOf,
} from './year.ts'

const LETTERS = ['J', 'F', 'M', 'A', 'M', 'J', 'J', 'A', 'S', 'O', 'N', 'D']
const SHORT: Readonly<Record<SeasonState, string>> = {
  off: 'off',
  ramp: 'ramp',
  in: 'in',
  peak: 'peak',
}
/** Below so many days no word fits into a stretch. */
const WORD_D = 26

const percent = (day: number) => `${((day / DAYS) * 100).toFixed(3)}%`

/** In words: what a screen reader hears instead of the picture. */
function yearWords(runs: readonly Run[]): string {
  return runs
    .map((run) => {
      const last = dayOf(run.from + run.days - 1)
      return `${STATE_WORDS[run.state]} ${dayWords(dayOf(run.from))} to ${dayWords(last)}`
    })
    .join(', ')
}

/** How many days before an opening visits begin, as the settings say. */
export const RampDays = createContext(RAMP_D)

interface StripProps {
  windows: readonly PlainWindow[]
  /** Without words and months: for rows of a table. */
  small?: boolean
  today?: string
}

export function Strip({ windows, small, today }: StripProps) {
  const runs = runsOf(statesOf(windows, useContext(RampDays)))
  return (
    <div class={small ? 'season-strip small' : 'season-strip'}>
      <div class="year-band" role="img" aria-label={yearWords(runs)}>
        {runs.map((run) => (
          <span
            key={run.from}
            class={`stretch ${run.state}`}
            style={{ left: percent(run.from), width: percent(run.days) }}
            title={`${STATE_WORDS[run.state]}, ${dayWords(dayOf(run.from))} to ${dayWords(dayOf(run.from + run.days - 1))}`}
          >
            {!small && run.days >= WORD_D && SHORT[run.state]}
          </span>
        ))}
        {today && <span class="year-today" style={{ left: percent(dayNumber(today)) }} />}
      </div>
      {!small && <Months />}
    </div>
  )
}

function Months() {
  return (
    <div class="year-months" aria-hidden="true">
      {MONTH_STARTS.map((start, at) => (
        <span key={start} style={{ left: percent(start) }}>
          {LETTERS[at]}
        </span>
      ))}
    </div>
  )
}

interface DragStripProps {
  windows: readonly PlainWindow[]
  today: string
  onChange: (at: number, window: PlainWindow) => void
}

/** The strip with two handles a window: drag them, or use the arrow keys. */
export function DragStrip({ windows, today, onChange }: DragStripProps) {
  const track = useRef<HTMLDivElement>(null)
  const dayAt = (x: number) => {
    const box = track.current?.getBoundingClientRect()
    if (!box || box.width === 0) return 0
    return Math.min(DAYS - 1, Math.max(0, Math.floor(((x - box.left) / box.width) * DAYS)))
  }
  return (
    <div class="drag-strip">
      <div class="handles" ref={track}>
        {windows.map((window, at) =>
          (['start', 'end'] as const).map((end) => (
            <Handle
              key={`${at}-${end}`}
              window={window}
              number={at + 1}
              end={end}
              dayAt={dayAt}
              onMove={(to) => onChange(at, moved(window, end, to))}
            />
          )),
        )}
      </div>
      <Strip windows={windows} today={today} />
    </div>
  )
}

interface HandleProps {
  window: PlainWindow
  number: number
  end: 'start' | 'end'
  dayAt: (x: number) => number
  onMove: (to: number) => void
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -30,
  PageUp: 30,
}

function Handle({ window, number, end, dayAt, onMove }: HandleProps) {
  const day = dayNumber(window[end])
  const label = `Window ${number}, ${STATE_WORDS[window.state]}: ${end === 'start' ? 'first' : 'last'} day`
  return (
    <div
      class={`handle ${end} ${window.state}`}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={DAYS}
      aria-valuenow={day + 1}
      aria-valuetext={dayWords(window[end])}
      title={`${label}: ${dayWords(window[end])}`}
      style={{ left: percent(end === 'start' ? day : day + 1) }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) onMove(dayAt(event.clientX))
      }}
      onKeyDown={(event) => {
        const step = STEPS[event.key]
        if (step === undefined) return
        event.preventDefault()
        onMove(day + step)
      }}
    >
      {number}
    </div>
  )
}

/** What the patterns of a strip mean. */
export function StripKey() {
  return (
    <p class="strip-key small quiet">
      {(['off', 'ramp', 'in', 'peak'] as const).map((state) => (
        <span key={state}>
          <i class={`stretch ${state}`} aria-hidden="true" />
          {STATE_WORDS[state]}
        </span>
      ))}
    </p>
  )
}
