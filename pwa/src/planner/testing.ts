/** Problems for tests: places on one road, so that times can be told by looking. */

import type { DayProblem, DayStop } from './problem.ts'

export const H = 3600

type Given = Partial<Omit<DayStop, 'place'>>

/**
 * A day from 8 to 17 whose stops lie so many minutes of driving down the road from the base.
 *
 * Each takes half an hour, is open from 8 to 18 and worth two hours; its key is its minutes.
 */
export function road(minutes: number[], changes: Partial<DayProblem> = {}, given: Given[] = []) {
  const places = [0, 0, ...minutes]
  const s = places.map((a) => places.map((b) => 60 * Math.abs(a - b)))
  const problem: DayProblem = {
    allows: { hours: [8 * H, 17 * H], lunch: null, lunch_s: 0, busy: [] },
    at_s: null,
    lunch_taken: false,
    start: 0,
    end: 1,
    stops: minutes.map((at, number) => ({
      key: String(at),
      place: number + 2,
      service_s: 1800,
      windows: [[8 * H, 18 * H]],
      worth_s: 7200,
      ...given[number],
    })),
    calls_s: 0,
    s,
    m: s.map((row) => row.map((one) => 15 * one)),
    ...changes,
  }
  return problem
}
