/** Times, dates, durations and lengths for a person to read. Estimates are said so by the caller. */

import { daysBetween, utc } from '../dates.ts'
import type { IsoDate, Span } from '../wire.ts'
import { language, t } from './t.ts'

/** "09:40" from seconds of the day. */
export function clock(s: number | null): string {
  if (s === null) return '--:--'
  const minutes = Math.floor(s / 60)
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`
}

/** "2 h 10", "25 min": rounded to whole minutes. */
export function duration(s: number): string {
  const minutes = Math.max(0, Math.round(s / 60))
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${two(rest)}`
}

export type Unit = 'km' | 'mi'

const M_PER: Record<Unit, number> = { km: 1000, mi: 1609.344 }

/** Miles where roads are signed in miles. */
export function usualUnit(locale: string): Unit {
  return /-(US|GB|LR|MM)\b/.test(locale) ? 'mi' : 'km'
}

export function length(m: number, unit: Unit): string {
  const value = m / M_PER[unit]
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(dateLocale(), { ...options, timeZone: 'UTC' })
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
  const relative = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' })
  if (Math.abs(days) < 14) return relative.format(days, 'day')
  if (Math.abs(days) < 70) return relative.format(Math.round(days / 7), 'week')
  return relative.format(Math.round(days / 30.4), 'month')
}

/** "just now", "12 min ago", then the time or the date. */
export function ago(thenMs: number, nowMs: number): string {
  const minutes = Math.max(0, Math.round((nowMs - thenMs) / 60_000))
  if (minutes < 1) return t('time.just_now')
  const relative = new Intl.RelativeTimeFormat(language(), { numeric: 'auto', style: 'short' })
  if (minutes < 60) return relative.format(-minutes, 'minute')
  if (minutes < 48 * 60) return relative.format(-Math.round(minutes / 60), 'hour')
  return relative.format(-Math.round(minutes / 1440), 'day')
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
  return new Intl.NumberFormat(language(), { maximumFractionDigits: 0 }).format(value)
}

/** "+12 %"; null where there is nothing to compare with. */
export function change(now: number, before: number): string | null {
  if (before <= 0) return null
  const percent = Math.round((100 * (now - before)) / before)
  return `${percent > 0 ? '+' : percent < 0 ? '\u2212' : ''}${Math.abs(percent)} %`
}

/** A clause of the server as a sentence: its first letter is large. */
export function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase(language()) + text.slice(1)
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
