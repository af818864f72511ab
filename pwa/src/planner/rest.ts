/** What is left of today after a report, a miss or a skip: re-ordered and re-timed on the phone. */

import { DAY_S } from '../dates.ts'
import { type Day, openStops, overStops, type StopView } from '../day.ts'
import { type KnownDay, known } from './known-day.ts'
import { allKept, type DayProblem, type DayResult, type StopTimes } from './problem.ts'
import type { Solve } from './solvers.ts'

/** Later or earlier than planned by less than this changes nothing on the screen. */
const ON_TIME_S = 10 * 60

/** The stops to come with their new times, and those that are closed whenever they are reached. */
export interface Rest {
  times: StopTimes[]
  closed: string[]
  lunch_start_s: number | null
  home_s: number
  travel_s: number
  travel_m: number
  /** No order of these stops drives less. */
  proven: boolean
  renewed: 'times' | 'order'
  /** Made without travel times of the server's. */
  estimate: boolean
}

/**
 * Returns the rest of a day planned from the last report, or null where the plan stands.
 *
 * It stands while reports come on time and in its order. The new times hang on the last report,
 * not on the running clock: they do not creep while the rep sits with a customer. When the
 * server's plan comes with the same times, nothing is left to change.
 */
export async function rest(solve: Solve, of: KnownDay): Promise<Rest | null> {
  const open = openStops(of.day)
  if (!of.day.anchor || open.length === 0 || isOnPlan(of.day)) return null
  const found = await inTimeOrLate(of, (problem) => solve('best', problem))
  return isAsPlanned(open, found) ? null : restOf(of, found)
}

/** Returns the rest of a day in the order a person chose; what no longer fits is closed. */
export async function inOrder(solve: Solve, of: KnownDay, order: readonly string[]): Promise<Rest> {
  return restOf(of, await inTimeOrLate(of, (problem) => solve('order', problem, order)))
}

/** Nobody is left out for a late evening: that is for the rep to say, asked by what to drop. */
async function inTimeOrLate(
  of: KnownDay,
  solve: (problem: DayProblem) => Promise<DayResult>,
): Promise<DayResult> {
  const kept = allKept(known(of).problem)
  const found = await solve(kept)
  if (found.left_out.length === 0) return found
  const { allows } = kept
  return solve({ ...kept, allows: { ...allows, hours: [allows.hours[0], DAY_S] } })
}

export function restOf({ day, frame }: KnownDay, found: DayResult): Rest {
  const closed = found.left_out.map((one) => one.key)
  const planned = openStops(day).map((stop) => stop.visit.id)
  const same = [...found.order, ...closed].join() === planned.join()
  const { times, lunch_start_s, home_s, travel_s, travel_m, proven } = found
  const renewed = same ? 'times' : 'order'
  const estimate = !frame?.travel
  return { times, closed, lunch_start_s, home_s, travel_s, travel_m, proven, renewed, estimate }
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

function isAsPlanned(open: readonly StopView[], found: DayResult): boolean {
  return (
    found.left_out.length === 0 &&
    found.times.every((time, at) => {
      const stop = open[at]
      return (
        stop?.visit.id === time.key && Math.abs(time.start_s - (stop.start_s ?? 0)) <= ON_TIME_S
      )
    })
  )
}
