/** What is left of today after a miss, a skip or a late report: re-ordered and re-timed here. */

import { type Day, openStops, overStops, type StopView } from '../day.ts'
import type { AccountRow, MeRow } from '../wire.ts'
import { bestRest } from './order.ts'
import type { Lunch, Rest, RestStop, Schedule } from './schedule.ts'
import type { Place } from './travel.ts'

/** Later or earlier than planned by less than this changes nothing on the screen. */
const ON_TIME_S = 10 * 60

/**
 * Returns the day with its rest planned from the last report, or the day as it is.
 *
 * The plan stands while reports come on time and in its order. The new times hang on the last
 * report, not on the running clock: they do not creep while the rep sits with a customer. When
 * the server's plan comes with the same times, nothing is left to change, and so no label.
 */
export function restOfDay(day: Day, me: MeRow | null, account: (id: string) => AccountRow | null) {
  const open = openStops(day)
  if (!day.anchor || open.length === 0 || isOnPlan(day)) return day
  const found = bestRest(rest(day, me, account))
  if (isAsPlanned(open, found)) return day
  return merged(day, found)
}

/** The last stop that ended was the one before the next, and it ended about when it should. */
function isOnPlan(day: Day): boolean {
  const over = overStops(day)
  if (over.some((stop) => stop.status === 'missed' || stop.status === 'skipped')) return false
  const planned = day.anchor?.planned_s ?? null
  if (planned === null || Math.abs((day.anchor?.at_s ?? 0) - planned) > ON_TIME_S) return false
  const last = Math.max(...over.map((stop) => stop.visit.position))
  return openStops(day).every((stop) => stop.visit.position > last)
}

function rest(day: Day, me: MeRow | null, account: (id: string) => AccountRow | null): Rest {
  const home = basePlace(me)
  const last = day.anchor?.account_id ? place(account(day.anchor.account_id)) : null
  const at_s = Math.max(day.anchor?.at_s ?? 0, day.anchor?.account_id ? 0 : (day.leave_s ?? 0))
  return {
    at_s,
    from: last ?? home,
    home,
    stops: openStops(day).map(restStop),
    lunch: lunch(day, me, at_s),
  }
}

function restStop(stop: StopView): RestStop {
  return {
    key: stop.visit.id,
    place: place(stop.account),
    service_s: stop.visit.service_s,
    windows: stop.visit.windows,
  }
}

/** Lunch counts as taken once its planned end has passed, and is let go when it is too late. */
function lunch(day: Day, me: MeRow | null, at_s: number): Lunch | null {
  if (day.lunch_start_s === null || day.lunch_s <= 0) return null
  if (at_s >= day.lunch_start_s + day.lunch_s) return null
  const earliest_s = me?.lunch_start_s ?? day.lunch_start_s
  const latest_s = (me?.lunch_end_s ?? day.lunch_start_s + day.lunch_s) - day.lunch_s
  return at_s <= latest_s ? { earliest_s, latest_s, length_s: day.lunch_s } : null
}

function isAsPlanned(open: readonly StopView[], found: Schedule): boolean {
  return (
    found.left.length === 0 &&
    found.times.every((time, at) => {
      const stop = open[at]
      return (
        stop?.visit.id === time.key && Math.abs(time.start_s - (stop.start_s ?? 0)) <= ON_TIME_S
      )
    })
  )
}

function merged(day: Day, found: Schedule): Day {
  const open = new Map(openStops(day).map((stop) => [stop.visit.id, stop]))
  const next = found.times.flatMap((time, at): StopView[] => {
    const stop = open.get(time.key)
    return stop ? [{ ...stop, ...time, number: at + 1, closed: false }] : []
  })
  const closed = found.left.flatMap((key, at): StopView[] => {
    const stop = open.get(key)
    return stop ? [unreachable(stop, next.length + at + 1)] : []
  })
  const order = [...next, ...closed].map((stop) => stop.visit.id)
  const same =
    order.join() ===
    openStops(day)
      .map((stop) => stop.visit.id)
      .join()
  const over = overStops(day)
  const driven = (value: (stop: StopView) => number) =>
    over.filter((stop) => stop.status !== 'skipped').reduce((sum, stop) => sum + value(stop), 0)
  return {
    ...day,
    stops: [...over, ...next, ...closed],
    home_s: found.home_s,
    travel_s: found.travel_s + driven((stop) => stop.travel_s),
    travel_m: found.travel_m + driven((stop) => stop.travel_m),
    lunch_start_s: found.lunch_start_s ?? takenLunch(day),
    estimate: true,
    renewed: same ? 'times' : 'order',
  }
}

function takenLunch(day: Day): number | null {
  if (day.lunch_start_s === null || !day.anchor) return null
  return day.anchor.at_s >= day.lunch_start_s + day.lunch_s ? day.lunch_start_s : null
}

function unreachable(stop: StopView, number: number): StopView {
  const times = { arrival_s: null, start_s: null, departure_s: null, travel_s: 0, travel_m: 0 }
  return { ...stop, ...times, number, closed: true }
}

export function place(account: AccountRow | null): Place | null {
  if (!account || account.lat === null || account.lon === null) return null
  return { lat: account.lat, lon: account.lon }
}

export function basePlace(me: MeRow | null): Place | null {
  if (!me || me.base_lat === null || me.base_lon === null) return null
  return { lat: me.base_lat, lon: me.base_lon }
}
