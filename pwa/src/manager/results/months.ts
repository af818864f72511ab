/** Which whole months the results look at. Pure. */

import type { IsoDate } from '../../wire.ts'

export const SPANS = ['12m', 'quarter', 'year', 'last_year', 'custom'] as const
export type SpanName = (typeof SPANS)[number]

export const LABELS: Readonly<Record<SpanName, string>> = {
  '12m': '12 months',
  quarter: '3 months',
  year: 'This year',
  last_year: 'Last year',
  custom: 'Other months',
}

export interface Months {
  name: SpanName
  first: IsoDate
  last: IsoDate
}

/** "2026-04" so many months before or after "2026-05". */
export function monthsOn(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const all = year * 12 + number - 1 + months
  return `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, '0')}`
}

/** The last day of a month. */
export function endOf(month: string): IsoDate {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`
}

/** The months an address asks for. Complete ones, unless this year has none yet. */
export function monthsOf(query: Readonly<Record<string, string>>, today: IsoDate): Months {
  const complete = monthsOn(today.slice(0, 7), -1)
  const year = Number(today.slice(0, 4))
  const { from = '', to = '' } = query
  if (query.months === 'custom' && isMonth(from) && isMonth(to) && from <= to) {
    return made('custom', from, to)
  }
  if (query.months === 'quarter') return made('quarter', monthsOn(complete, -2), complete)
  if (query.months === 'last_year') return made('last_year', `${year - 1}-01`, `${year - 1}-12`)
  if (query.months === 'year') {
    const first = `${year}-01`
    return made('year', first, complete < first ? first : complete)
  }
  return made('12m', monthsOn(complete, -11), complete)
}

function made(name: SpanName, first: string, last: string): Months {
  return { name, first: `${first}-01`, last: endOf(last) }
}

function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
}
