/** A day with its rest as the planner has it. All of the planner that the first load holds. */

import { type Day, openStops, overStops, type StopView } from '../day.ts'
import type { KnownDay } from './known-day.ts'
import type { Rest } from './rest.ts'

/** What the rest of a day hangs on: while this is the same, so is the answer. */
export function mark({ day, frame, me }: KnownDay): string {
  const stops = [...day.stops, ...day.calls].map(({ visit, status }) => [
    visit.id,
    visit.rev,
    status,
  ])
  return JSON.stringify([day.on, day.anchor, stops, frame?.rev, me?.rev])
}

/**
 * Returns a day with its rest as the planner has it; what is over stays.
 *
 * A rest that does not know every stop that is open is of another day, and not shown.
 */
export function withRest(day: Day, rest: Rest): Day {
  const open = new Map(openStops(day).map((stop) => [stop.visit.id, stop]))
  const known = new Set([...rest.times.map((time) => time.key), ...rest.closed])
  if (![...open.keys()].every((key) => known.has(key))) return day
  const next = rest.times.flatMap(({ key, ...times }, at): StopView[] => {
    const stop = open.get(key)
    return stop ? [{ ...stop, ...times, number: at + 1, closed: false }] : []
  })
  const none = { arrival_s: null, start_s: null, departure_s: null, travel_s: 0, travel_m: 0 }
  const closed = rest.closed.flatMap((key, at): StopView[] => {
    const stop = open.get(key)
    return stop ? [{ ...stop, ...none, number: next.length + at + 1, closed: true }] : []
  })
  const over = overStops(day)
  const driven = (value: (stop: StopView) => number) =>
    over.filter((stop) => stop.status !== 'skipped').reduce((sum, stop) => sum + value(stop), 0)
  return {
    ...day,
    stops: [...over, ...next, ...closed],
    home_s: rest.home_s,
    travel_s: rest.travel_s + driven((stop) => stop.travel_s),
    travel_m: rest.travel_m + driven((stop) => stop.travel_m),
    lunch_start_s: rest.lunch_start_s ?? takenLunch(day),
    renewed: rest.renewed,
    estimate: day.estimate || rest.estimate,
  }
}

function takenLunch(day: Day): number | null {
  if (day.lunch_start_s === null || !day.anchor) return null
  return day.anchor.at_s >= day.lunch_start_s + day.lunch_s ? day.lunch_start_s : null
}
