/** Answers to a tap about one day: what to drop when late, who else is near the way. */

import { bestRest } from './best-rest.ts'
import { MOST } from './exact.ts'
import { between, build, read } from './model.ts'
import { allKept, type DayProblem, type DayResult, type DayStop, MUST_S } from './problem.ts'
import { inserted } from './search.ts'

/** So many candidates are looked at exactly; a phone has to answer soon. */
const MOST_TRIED = 40

/** A stop given up: what it is worth, and the time its service and its way set free. */
export interface Dropped {
  key: string
  worth_s: number
  won_s: number
}

/** One more stop that fits: the driving it adds to the best order, and when it begins. */
export interface Extra {
  key: string
  detour_s: number
  start_s: number
  worth_s: number
}

/**
 * Returns the day of most value that keeps every window and is home in time, and what had to go,
 * least value first. `until_s` is when to be home instead of the end of the working day.
 */
export function whatToDrop(
  problem: DayProblem,
  until_s: number | null,
): { day: DayResult; dropped: Dropped[] } {
  const day = bestRest(until_s === null ? problem : ending(problem, until_s))
  const gone = new Set(day.left_out.map((one) => one.key))
  const path = way(problem, day)
  const dropped = problem.stops
    .filter((stop) => gone.has(stop.key))
    .map((stop) => ({
      key: stop.key,
      worth_s: stop.worth_s,
      won_s: stop.service_s + leastDetour(problem, path.slice(0, -1), path.slice(1), stop, false),
    }))
    .sort((a, b) => a.worth_s - b.worth_s || (a.key < b.key ? -1 : 1))
  return { day, dropped }
}

function ending(problem: DayProblem, until_s: number): DayProblem {
  const { allows } = problem
  const [start, end] = allows.hours
  const by = Math.min(end, Math.max(until_s, start + 1))
  const fits = allows.lunch && allows.lunch[0] + allows.lunch_s <= by
  const lunch = fits ? {} : { lunch: null, lunch_s: 0 }
  return { ...problem, allows: { ...allows, hours: [start, by], ...lunch } }
}

/**
 * Returns the candidates that fit beside all stops for at most `limit_s` of driving, most valuable
 * first, then nearest. The detour is the best order with the stop less the best order without.
 */
export function oneMore(
  problem: DayProblem,
  candidates: readonly DayStop[],
  limit_s: number,
): Extra[] {
  const kept = allKept(problem)
  const before = bestRest(kept)
  const path = way(kept, before)
  const near = candidates.filter(
    (stop) => leastDetour(kept, path.slice(0, -1), path.slice(1), stop, true) <= limit_s,
  )
  return near
    .sort((a, b) => b.worth_s - a.worth_s || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_TRIED)
    .map((stop) => withOne(kept, before, stop))
    .filter((extra) => extra !== null && extra.detour_s <= limit_s)
    .map((extra) => extra as Extra)
    .sort((a, b) => b.worth_s - a.worth_s || a.detour_s - b.detour_s || (a.key < b.key ? -1 : 1))
}

/** What one more stop adds to a day whose stops all stay; null where it does not fit. */
export function withOne(kept: DayProblem, before: DayResult, stop: DayStop): Extra | null {
  const after = withStop(kept, before, { ...stop, worth_s: MUST_S })
  const visit = after.times.find((time) => time.key === stop.key)
  if (!visit || after.left_out.length > before.left_out.length) return null
  const detour_s = Math.max(0, after.travel_s - before.travel_s)
  return { key: stop.key, detour_s, start_s: visit.start_s, worth_s: stop.worth_s }
}

/** The best day with the stop; a day too long to prove keeps its order, and takes it in. */
function withStop(kept: DayProblem, before: DayResult, stop: DayStop): DayResult {
  const problem = { ...kept, stops: [...kept.stops, stop] }
  if (problem.stops.length <= MOST) return bestRest(problem)
  const model = build(problem)
  const keys = model.stops.map((one) => one.key)
  const order = before.order.map((key) => keys.indexOf(key))
  return read(model, inserted(model, order, [keys.indexOf(stop.key)].filter(isThere)), false)
}

const isThere = (at: number) => at >= 0

function way(problem: DayProblem, day: DayResult): number[] {
  const places = new Map(problem.stops.map((stop) => [stop.key, stop.place]))
  return [problem.start, ...day.order.map((key) => places.get(key) ?? 0), problem.end]
}

/** The least driving to take a stop in: in this order of the day or, with `any`, in every order. */
function leastDetour(
  { s }: DayProblem,
  from: readonly number[],
  to: readonly number[],
  { place }: DayStop,
  any: boolean,
): number {
  const detours = from.flatMap((a, at) =>
    (any ? to : to.slice(at, at + 1)).map(
      (b) => between(s, a, place) + between(s, place, b) - between(s, a, b),
    ),
  )
  return Math.min(...detours)
}
