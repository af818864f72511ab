/** Working time as a form shows it: "08:00" for seconds of the day. Pure. */

import type { Span } from '../../wire.ts'
import type { Rep, RepChange } from '../wire.ts'

export interface DayForm {
  works: boolean
  start: string
  end: string
}

export interface RepForm {
  base_label: string
  lat: string
  lon: string
  days: DayForm[]
  lunch_from: string
  lunch_to: string
  lunch_minutes: string
  auto_publish: boolean
  zone: string
  country: string
  subdivision: string
}

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

const USUAL: Span = [8 * 3600, 17 * 3600]

export function clockText(s: number | null): string {
  if (s === null) return ''
  return `${two(Math.floor(s / 3600))}:${two(Math.floor((s % 3600) / 60))}`
}

export function seconds(text: string): number | null {
  const found = /^(\d{1,2}):(\d\d)/.exec(text)
  if (!found) return null
  return Number(found[1]) * 3600 + Number(found[2]) * 60
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

export function repForm(rep: Rep): RepForm {
  return {
    base_label: rep.base_label,
    lat: rep.base_lat === null ? '' : String(rep.base_lat),
    lon: rep.base_lon === null ? '' : String(rep.base_lon),
    days: rep.week.map((span) => ({
      works: span !== null,
      start: clockText((span ?? USUAL)[0]),
      end: clockText((span ?? USUAL)[1]),
    })),
    lunch_from: clockText(rep.lunch_start_s),
    lunch_to: clockText(rep.lunch_end_s),
    lunch_minutes: String(Math.round(rep.lunch_s / 60)),
    auto_publish: rep.auto_publish,
    zone: rep.zone,
    country: rep.country,
    subdivision: rep.subdivision ?? '',
  }
}

/** Ordinary hours, for somebody new: Monday to Friday, eight to five. */
export function newForm(zone: string, country: string): RepForm {
  return {
    base_label: '',
    lat: '',
    lon: '',
    days: WEEKDAYS.map((_, at) => ({
      works: at < 5,
      start: clockText(USUAL[0]),
      end: clockText(USUAL[1]),
    })),
    lunch_from: '11:00',
    lunch_to: '14:00',
    lunch_minutes: '30',
    auto_publish: true,
    zone,
    country,
    subdivision: '',
  }
}

/** What is wrong with the form, in one sentence; empty when it can be saved. */
export function fault(form: RepForm): string {
  const bad = form.days.findIndex((day) => day.works && !isSpan(day.start, day.end))
  if (bad >= 0) return `${WEEKDAYS[bad]}: the day ends after it begins.`
  const lunch = Number(form.lunch_minutes)
  if (!(lunch >= 0 && lunch <= 180)) return 'Lunch takes from 0 to 180 minutes.'
  if (lunch > 0 && !isSpan(form.lunch_from, form.lunch_to)) {
    return 'Lunch is taken between two times, the earlier first.'
  }
  const nowhere = form.lat.trim() === '' && form.lon.trim() === ''
  if (!nowhere && !(isWithin(form.lat, 90) && isWithin(form.lon, 180))) {
    return 'The base needs a latitude from −90 to 90 and a longitude from −180 to 180.'
  }
  return ''
}

function isWithin(text: string, most: number): boolean {
  return text.trim() !== '' && Math.abs(Number(text)) <= most
}

function isSpan(start: string, end: string): boolean {
  const [from, to] = [seconds(start), seconds(end)]
  return from !== null && to !== null && from < to
}

export function repChange(form: RepForm): RepChange {
  return {
    base_label: form.base_label,
    base_lat: coordinate(form.lat),
    base_lon: coordinate(form.lon),
    week: form.days.map((day): Span | null =>
      day.works ? [seconds(day.start) ?? 0, seconds(day.end) ?? 0] : null,
    ),
    lunch_start_s: seconds(form.lunch_from),
    lunch_end_s: seconds(form.lunch_to),
    lunch_s: Math.round(Number(form.lunch_minutes) * 60),
    auto_publish: form.auto_publish,
    zone: form.zone,
    country: form.country.trim().toUpperCase(),
    subdivision: form.subdivision.trim().toUpperCase() || null,
  }
}

/** Empty for who has no base yet. */
function coordinate(text: string): number | null {
  return text.trim() === '' ? null : Number(text)
}
