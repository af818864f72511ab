/** A year of 365 days under season windows, as the planner reads them. Pure. */

import type { SeasonState } from '../../wire.ts'
import type { PlainWindow } from './wire.ts'

export const DAYS = 365
/** Visits begin so many days before an opening, unless a manager set it otherwise. */
export const RAMP_D = 42

/** The first day of each month, January 1 being 0. */
export const MONTH_STARTS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const

/** "05-01" as 120; 29 February counts as the 28th. */
export function dayNumber(day: string): number {
  const [month = 1, on = 1] = day.split('-').map(Number)
  return (MONTH_STARTS[month - 1] ?? 0) + (month === 2 && on === 29 ? 28 : on) - 1
}

/** 120 as "05-01"; numbers beyond the year go round it. */
export function dayOf(number: number): string {
  const day = ((Math.round(number) % DAYS) + DAYS) % DAYS
  const month = MONTH_STARTS.filter((start) => start <= day).length
  const on = day - (MONTH_STARTS[month - 1] ?? 0) + 1
  return `${String(month).padStart(2, '0')}-${String(on).padStart(2, '0')}`
}

const SERVED: readonly SeasonState[] = ['in', 'peak']

/**
 * The state of each day. Peak wins over in, off over both; outside in and peak windows is off, and
 * the off days before an opening are its ramp. Without any window all days are in season.
 */
export function statesOf(windows: readonly PlainWindow[], ramp_d = RAMP_D): SeasonState[] {
  const opens = windows.some((window) => SERVED.includes(window.state))
  const days: SeasonState[] = Array(DAYS).fill(opens ? 'off' : 'in')
  for (const state of ['in', 'peak', 'off', 'ramp'] as const) {
    for (const window of windows) if (window.state === state) paint(days, window)
  }
  return withRamps(days, ramp_d)
}

function paint(days: SeasonState[], { state, start, end }: PlainWindow): void {
  const first = dayNumber(start)
  const length = ((dayNumber(end) - first + DAYS) % DAYS) + 1
  for (let n = first; n < first + length; n++) {
    if (state !== 'ramp' || days[n % DAYS] === 'off') days[n % DAYS] = state
  }
}

function withRamps(days: SeasonState[], ramp_d: number): SeasonState[] {
  const painted = [...days]
  for (let opening = 0; opening < DAYS; opening++) {
    if (!SERVED.includes(days[opening] as SeasonState)) continue
    for (let back = 1; back <= ramp_d; back++) {
      const day = (opening - back + DAYS) % DAYS
      if (days[day] !== 'off') break
      painted[day] = 'ramp'
    }
  }
  return painted
}

export interface Run {
  state: SeasonState
  from: number
  days: number
}

/** Days of one state after another, from January to December. */
export function runsOf(states: readonly SeasonState[]): Run[] {
  const runs: Run[] = []
  states.forEach((state, day) => {
    const last = runs.at(-1)
    if (last?.state === state) last.days += 1
    else runs.push({ state, from: day, days: 1 })
  })
  return runs
}

/** A window with one end moved, by dragging or by a key; beyond the year it goes round. */
export function moved(window: PlainWindow, end: 'start' | 'end', to: number): PlainWindow {
  return { ...window, [end]: dayOf(to) }
}
