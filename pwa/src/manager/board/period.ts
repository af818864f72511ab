/** Which dates a board looks at. Pure. */

import { addDays, utc, weekday } from '../../dates.ts'
import type { IsoDate } from '../../wire.ts'

export const PERIODS = ['week', '4w', '13w', 'quarter', 'season', 'custom'] as const
export type PeriodName = (typeof PERIODS)[number]

export interface Period {
  name: PeriodName
  first: IsoDate
  last: IsoDate
}

export const LABELS: Readonly<Record<PeriodName, string>> = {
  week: 'This week',
  '4w': '4 weeks',
  '13w': '13 weeks',
  quarter: 'Quarter',
  season: 'Season',
  custom: 'Other dates',
}

const WEEKS: Readonly<Record<string, number>> = { '4w': 4, '13w': 13 }

/**
 * The period an address asks for, ending today. A week begins on Monday, a quarter with its first
 * month; four weeks are 28 days, today among them; a season begins on the date that stands in the
 * address. Dates that are none, or in the wrong order, fall back to four weeks.
 */
export function period(query: Readonly<Record<string, string>>, today: IsoDate): Period {
  const named = query.period
  if (named === 'week') return { name: named, first: addDays(today, -weekday(today)), last: today }
  if (named === 'quarter') return { name: named, first: quarterStart(today), last: today }
  const { first, last } = query
  if (named === 'season' && isDate(first) && first <= today) {
    return { name: named, first, last: today }
  }
  if (named === 'custom' && isDate(first) && isDate(last) && first <= last) {
    return { name: named, first, last }
  }
  const name = named === '13w' ? '13w' : '4w'
  return { name, first: addDays(today, 1 - 7 * (WEEKS[name] ?? 4)), last: today }
}

function quarterStart(today: IsoDate): IsoDate {
  const month = Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1
  return `${today.slice(0, 4)}-${String(month).padStart(2, '0')}-01`
}

function isDate(text: string | undefined): text is IsoDate {
  return /^\d{4}-\d\d-\d\d$/.test(text ?? '') && !Number.isNaN(utc(text ?? ''))
}
