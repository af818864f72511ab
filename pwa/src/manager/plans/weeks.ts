/** A plan's days as weeks, and the hours it takes of those there are. Pure. */

import { addDays, daysBetween, weekday } from '../../dates.ts'
import type { IsoDate } from '../../wire.ts'
import type { Plan, PlannedDay, Rep } from '../wire.ts'

export interface Cell {
  on: IsoDate
  stops: number
  calls: number
  /** `past`: before the plan; `off`: no working day, or nothing planned. */
  kind: 'work' | 'off' | 'past'
  why: string
}

export interface Week {
  monday: IsoDate
  cells: Cell[]
}

/** The weeks from the one that holds `first` to the one that holds `last`, Monday first. */
export function weeks(
  rep: Pick<Rep, 'week' | 'days_off'>,
  days: readonly PlannedDay[],
  first: IsoDate,
  last: IsoDate,
): Week[] {
  const monday = addDays(first, -weekday(first))
  const count = Math.floor(daysBetween(monday, last) / 7) + 1
  const planned = new Map(days.map((one) => [one.day.on, one]))
  const width = Math.max(5, ...days.map((one) => weekday(one.day.on) + 1))
  return Array.from({ length: count }, (_, week) => {
    const start = addDays(monday, 7 * week)
    const dates = Array.from({ length: width }, (_, at) => addDays(start, at))
    return { monday: start, cells: dates.map((on) => cell(on, rep, planned.get(on), first)) }
  })
}

function cell(
  on: IsoDate,
  rep: Pick<Rep, 'week' | 'days_off'>,
  planned: PlannedDay | undefined,
  first: IsoDate,
): Cell {
  const visits = planned?.visits.filter((visit) => !visit.cancelled) ?? []
  const stops = visits.filter((visit) => visit.channel === 'visit').length
  const off = rep.days_off.find((one) => one.first <= on && on <= one.last)
  const works = rep.week[weekday(on)] != null && !off
  const kind = on < first ? 'past' : planned ? 'work' : 'off'
  const why = off?.reason || (works ? 'nothing planned, or a public holiday' : 'no working day')
  return { on, stops, calls: visits.length - stops, kind, why }
}

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

/** How full a day is, 0 to 4: what the strip's shade says. */
export function shade(stops: number, most: number): number {
  if (stops === 0 || most === 0) return 0
  return Math.max(1, Math.ceil((4 * stops) / most))
}
