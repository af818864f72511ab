/** Which dates a board looks at. Pure. */

import { addDays, utc, weekday } from '../../dates.ts'
import type { IsoDate } from '../../wire.ts'

export const PERIODS = ['week', '4w', '13w', 'custom'] as const
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
  custom: 'Other dates',
}

const WEEKS: Readonly<Record<string, number>> = { '4w': 4, '13w': 13 }

/**
 * The period an address asks for, ending today. A week begins on Monday; four weeks are 28 days,
 * today among them. Dates that are none, or in the wrong order, fall back to four weeks.
 */
export function period(query: Readonly<Record<string, string>>, today: IsoDate): Period {
  if (query.period === 'week') {
    return { name: 'week', first: addDays(today, -weekday(today)), last: today }
  }
  const { first, last } = query
  if (query.period === 'custom' && isDate(first) && isDate(last) && first <= last) {
    return { name: 'custom', first, last }
  }
  const name = query.period === '13w' ? '13w' : '4w'
  return { name, first: addDays(today, 1 - 7 * (WEEKS[name] ?? 4)), last: today }
}

function isDate(text: string | undefined): text is IsoDate {
  return /^\d{4}-\d\d-\d\d$/.test(text ?? '') && !Number.isNaN(utc(text ?? ''))
}
