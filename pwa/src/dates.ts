/** Local dates and clock times, pure. A date is `YYYY-MM-DD`; its arithmetic never meets a zone. */

import type { IsoDate, Span } from './wire.ts'

export const DAY_S = 86_400
const DAY_MS = DAY_S * 1000

export interface LocalTime {
  on: IsoDate
  /** Seconds since local midnight, as a clock on the wall shows them. */
  s: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, made)
  return made
}

/** The wall clock of a zone at an instant; a zone this phone does not know is read as its own. */
export function localTime(ms: number, zone: string): LocalTime {
  const part = new Map<string, string>(parts(ms, zone).map(({ type, value }) => [type, value]))
  const number = (type: string) => Number(part.get(type) ?? 0)
  return {
    on: `${part.get('year')}-${part.get('month')}-${part.get('day')}`,
    s: number('hour') * 3600 + number('minute') * 60 + number('second'),
  }
}

function parts(ms: number, zone: string): Intl.DateTimeFormatPart[] {
  try {
    return format(zone).formatToParts(ms)
  } catch {
    return format(Intl.DateTimeFormat().resolvedOptions().timeZone).formatToParts(ms)
  }
}

/** The date as the instant of its midnight in UTC: for arithmetic and for Intl with `UTC`. */
export function utc(on: IsoDate): number {
  return Date.parse(`${on}T00:00:00Z`)
}

export function addDays(on: IsoDate, days: number): IsoDate {
  return new Date(utc(on) + days * DAY_MS).toISOString().slice(0, 10)
}

export function daysBetween(first: IsoDate, second: IsoDate): number {
  return Math.round((utc(second) - utc(first)) / DAY_MS)
}

/** 0 is Monday. */
export function weekday(on: IsoDate): number {
  return (new Date(utc(on)).getUTCDay() + 6) % 7
}

/** The date that many Mondays to Fridays later. */
export function workingDaysAfter(on: IsoDate, count: number): IsoDate {
  const next = addDays(on, 1)
  return count > 0 ? workingDaysAfter(next, weekday(next) < 5 ? count - 1 : count) : on
}

/** The seven dates of the week that holds `on`; weeks begin with Monday (0) unless said. */
export function weekOf(on: IsoDate, firstDay = 0): IsoDate[] {
  const first = addDays(on, -((weekday(on) - firstDay + 7) % 7))
  return Array.from({ length: 7 }, (_, day) => addDays(first, day))
}

export function isOpen(windows: readonly Span[], s: number): boolean {
  return windows.some(([start, end]) => start <= s && s < end)
}
