/** Windows of the year as a person reads and types them. Pure. */

import type { SeasonState, SeasonWindow } from '../../wire.ts'
import type { SeasonWindowIn } from '../wire.ts'

export const SEASON_STATES: readonly SeasonState[] = ['off', 'ramp', 'in', 'peak']

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export const STATE_WORDS: Readonly<Record<SeasonState, string>> = {
  off: 'off',
  ramp: 'before the season',
  in: 'in season',
  peak: 'peak',
}

/** "05-01" as "1 May". */
export function dayWords(day: string): string {
  const [month, on] = day.split('-').map(Number)
  return `${on} ${MONTHS[(month ?? 1) - 1] ?? '?'}`
}

export function windowWords(window: Pick<SeasonWindow, 'state' | 'start' | 'end'>): string {
  return `${STATE_WORDS[window.state]} ${dayWords(window.start)} to ${dayWords(window.end)}`
}

/** "1 May", "1.5", "05-01" or "May 1" as "05-01"; null when it is no day of any year. */
export function parseDay(text: string): string | null {
  const { month, on } = monthAndDay(text.trim())
  // Of a leap year: 29 February is a day of the calendar, 30 February never.
  const day = new Date(Date.UTC(2024, month - 1, on))
  const real = on >= 1 && day.getUTCMonth() === month - 1 && day.getUTCDate() === on
  return real ? `${two(month)}-${two(on)}` : null
}

function monthAndDay(text: string): { month: number; on: number } {
  const iso = /^(\d{2})-(\d{2})$/.exec(text)
  if (iso) return { month: Number(iso[1]), on: Number(iso[2]) }
  const on = Number(/\d+/.exec(text)?.[0] ?? 0)
  const name = /[a-z]{3}/i.exec(text)?.[0].toLowerCase()
  if (name) return { month: MONTHS.findIndex((one) => one.toLowerCase() === name) + 1, on }
  const dotted = /^(\d{1,2})\.(\d{1,2})\.?$/.exec(text)
  return { month: Number(dotted?.[2] ?? 0), on: Number(dotted?.[1] ?? 0) }
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** A window while it is typed: the days as text. */
export interface WindowDraft {
  id: number
  state: SeasonState
  start: string
  end: string
}

export function drafts(windows: readonly SeasonWindowIn[]): WindowDraft[] {
  return windows.map((window, id) => ({
    id,
    state: window.state,
    start: dayWords(window.start),
    end: dayWords(window.end),
  }))
}

/** The windows to send; null when a day cannot be read. */
export function read(draft: readonly WindowDraft[]): SeasonWindowIn[] | null {
  const windows = draft.map(({ state, start, end }) => ({
    state,
    start: parseDay(start),
    end: parseDay(end),
  }))
  const good = windows.filter(
    (one): one is SeasonWindowIn => one.start !== null && one.end !== null,
  )
  return good.length === windows.length ? good : null
}
