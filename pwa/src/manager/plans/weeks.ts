/** A plan's hours as fields and words. Pure. */

import { addDays, weekday } from '../../dates.ts'
import { date, duration } from '../../ui/format.ts'
import type { IsoDate } from '../../wire.ts'
import type { Plan, Rep } from '../wire.ts'
import type { HoursDay, HoursWeek } from './wire.ts'

/** How many columns the weeks need: Saturday and Sunday only where somebody works on them. */
export function width(weeks: readonly HoursWeek[]): number {
  const used = weeks.flatMap((week) =>
    week.days.map((day, at) => (day.there_s > 0 || day.needed_s > 0 ? at + 1 : 0)),
  )
  return Math.max(5, ...used)
}

/** How full a day is: 1 is all the time there is. */
export function fill(day: Pick<HoursDay, 'needed_s' | 'there_s'>): number {
  if (day.there_s === 0) return day.needed_s > 0 ? 2 : 0
  return day.needed_s / day.there_s
}

/** "Tue 5 May: 8 stops, 6 h of 8 h 30, 71 %". */
export function dayWords(day: HoursDay, planned: boolean): string {
  const calls = day.calls > 0 ? `, ${day.calls} calls` : ''
  if (day.there_s === 0 && day.needed_s === 0) return `${date(day.on)}: ${day.why}`
  if (day.needed_s === 0) {
    return `${date(day.on)}: ${planned ? 'nothing planned' : 'not planned yet'}`
  }
  const taken = `${duration(day.needed_s)} of ${duration(day.there_s)}`
  return `${date(day.on)}: ${day.stops} stops${calls}, ${taken}, ${percent(fill(day))}`
}

/** The planned weeks in a sentence, the fullest named. */
export function inWords(weeks: readonly HoursWeek[]): string {
  const planned = weeks.filter((week) => week.planned && week.there_s > 0)
  if (planned.length === 0) return 'Nothing is planned yet.'
  const sum = (value: (week: HoursWeek) => number) =>
    planned.reduce((total, week) => total + value(week), 0)
  const [needed, there] = [sum((week) => week.needed_s), sum((week) => week.there_s)]
  const fullest = planned.reduce((best, week) => (fill(week) > fill(best) ? week : best))
  const all = `${inHours(needed)} planned of ${inHours(there)} there`
  return `${all}; fullest the week from ${date(fullest.first)}, ${percent(fill(fullest))}.`
}

const percent = (share: number) => `${Math.round(100 * share)} %`
const inHours = (s: number) => `${Math.round(s / 3600).toLocaleString()} h`

export interface Hours {
  needed_s: number
  there_s: number
}

/**
 * What the plan takes on the road and on site, against the rep's working time of its days.
 *
 * Public holidays are the server's knowledge: where it says what there is, its number counts.
 */
export function hours(plan: Plan, rep: Pick<Rep, 'week' | 'days_off' | 'lunch_s'>): Hours | null {
  const { travel_s, service_s, required_s, available_s } = plan.summary
  const needed_s = required_s ?? (travel_s ?? 0) + (service_s ?? 0)
  if (needed_s === 0) return null
  return { needed_s, there_s: available_s ?? workingTime(rep, plan.today, plan.last_day) }
}

function workingTime(
  rep: Pick<Rep, 'week' | 'days_off' | 'lunch_s'>,
  first: IsoDate,
  last: IsoDate,
): number {
  let total = 0
  for (let on = first; on <= last; on = addDays(on, 1)) {
    const span = rep.week[weekday(on)]
    const off = rep.days_off.some((one) => one.first <= on && on <= one.last)
    if (span && !off) total += Math.max(0, span[1] - span[0] - rep.lunch_s)
  }
  return total
}
