/** Times, dates, durations and lengths for a person to read. Estimates are said so by the caller. */

import { daysBetween, utc } from '../dates.ts'
import type { IsoDate, Span } from '../wire.ts'
import { language, t } from './t.ts'

/** Makers of formats are slow, and a list asks for the same few again and again. */
const formats = new Map<string, unknown>()

function format<T, O extends object>(
  Make: new (locale: string, options: O) => T,
  locale: string,
  options: O,
): T {
  const key = `${Make.name} ${locale} ${JSON.stringify(options)}`
  if (!formats.has(key)) formats.set(key, new Make(locale, options))
  return formats.get(key) as T
}

/** "09:40" from seconds of the day. */
export function clock(s: number | null): string {
  if (s === null) return '--:--'
  const minutes = Math.floor(s / 60)
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`
}

/** "2 h 10", "25 min": rounded to whole minutes. */
export function duration(s: number): string {
  const all = Math.max(0, Math.round(s / 60))
  const [hours, minutes] = [Math.floor(all / 60), all % 60]
  if (hours === 0) return t('duration.minutes', { minutes })
  if (minutes === 0) return t('duration.hours', { hours })
  return t('duration.both', { hours, minutes: two(minutes) })
}

export type Unit = 'km' | 'mi'

const M_PER: Record<Unit, number> = { km: 1000, mi: 1609.344 }
const NAMES: Record<Unit, string> = { km: 'kilometer', mi: 'mile' }

/** Miles where roads are signed in miles. */
export function usualUnit(locale: string): Unit {
  return /-(US|GB|LR|MM)\b/.test(locale) ? 'mi' : 'km'
}

export function length(m: number, unit: Unit): string {
  const value = m / M_PER[unit]
  const digits = value < 9.95 ? 1 : 0
  return number(value, {
    style: 'unit',
    unit: NAMES[unit],
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

/** A number as the language writes it: "1,234.5", "1.234,5". */
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  return format(Intl.NumberFormat, language(), options).format(value)
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return format(Intl.DateTimeFormat, dateLocale(), { ...options, timeZone: 'UTC' })
}

/** English dates are written day first here, whoever reads: "Tue 5 May" is clear to everybody. */
function dateLocale(): string {
  return language() === 'en' ? 'en-GB' : language()
}

/** "Tue 5 May"; the year is added where it is not that of `today`. */
export function date(on: IsoDate, today?: IsoDate): string {
  const year: Intl.DateTimeFormatOptions =
    today && today.slice(0, 4) !== on.slice(0, 4) ? { year: 'numeric' } : {}
  const made = dateFormat({ weekday: 'short', day: 'numeric', month: 'short', ...year })
  return made.format(utc(on)).replace(',', '')
}

export function weekdayName(on: IsoDate, width: 'long' | 'short' = 'long'): string {
  return dateFormat({ weekday: width }).format(utc(on))
}

export function monthName(month: string): string {
  return dateFormat({ month: 'short' }).format(utc(`${month.slice(0, 7)}-01`))
}

/** "today", "tomorrow", "in 5 days", "3 weeks ago": as near as a person would say it. */
export function fromToday(on: IsoDate, today: IsoDate): string {
  const days = daysBetween(today, on)
  if (Math.abs(days) < 14) return relative(days, 'day')
  if (Math.abs(days) < 70) return relative(Math.round(days / 7), 'week')
  return relative(Math.round(days / 30.4), 'month')
}

/** "just now", "12 min ago", then the time or the date. */
export function ago(thenMs: number, nowMs: number): string {
  const minutes = Math.max(0, Math.round((nowMs - thenMs) / 60_000))
  if (minutes < 1) return t('time.just_now')
  if (minutes < 60) return relative(-minutes, 'minute', 'short')
  if (minutes < 48 * 60) return relative(-Math.round(minutes / 60), 'hour', 'short')
  return relative(-Math.round(minutes / 1440), 'day', 'short')
}

function relative(
  value: number,
  unit: Intl.RelativeTimeFormatUnit,
  style: Intl.RelativeTimeFormatStyle = 'long',
): string {
  const options = { numeric: 'auto', style } as const
  return format(Intl.RelativeTimeFormat, language(), options).format(value, unit)
}

/** "10:00-14:00, 16:00-22:00", "closed", "open all day". */
export function hours(windows: readonly Span[]): string {
  if (windows.length === 0) return t('hours.closed')
  if (windows.some(([start, end]) => start === 0 && end >= 86_400)) return t('hours.all_day')
  return windows.map(([start, end]) => `${clock(start)}\u2013${midnight(end)}`).join(', ')
}

function midnight(s: number): string {
  return s === 86_400 ? '24:00' : clock(s)
}

export function money(value: number): string {
  return number(value, { maximumFractionDigits: 0 })
}

/** "+12%"; null where there is nothing to compare with. */
export function change(now: number, before: number): string | null {
  if (before <= 0) return null
  const options = { style: 'percent', signDisplay: 'exceptZero' } as const
  return number((now - before) / before, options).replace('-', '\u2212')
}

/** "Inn, Kiosk and Bar". */
export function list(items: readonly string[]): string {
  return format(Intl.ListFormat, language(), { type: 'conjunction' } as const).format(items)
}

/** A clause as a sentence: its first letter is large. */
export function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase(language()) + text.slice(1)
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
