/** One day in numbers, as the server's planner takes it: what is wanted, and what it allows. */

import type { Span } from '../wire.ts'

/** What leaving out a visit costs that has to be made: more than any day's detours. */
export const MUST_S = 10_000_000

/** `worth_s` is the detour its omission is worth; the whole service lies inside one window. */
export interface DayStop {
  key: string
  /** Its row of the travel times. */
  place: number
  service_s: number
  windows: readonly Span[]
  worth_s: number
}

/** What a working day allows; `lunch` is null where none is owed. */
export interface Allowed {
  hours: Span
  lunch: Span | null
  lunch_s: number
  busy: readonly Span[]
}

/** A day, whole or what is left of it; its stops come in the order they are planned in. */
export interface DayProblem {
  allows: Allowed
  /** The moment it is planned from when it has begun; else null. */
  at_s: number | null
  lunch_taken: boolean
  start: number
  end: number
  stops: readonly DayStop[]
  /** Kept free for calls after coming home. */
  calls_s: number
  /** Whole seconds and metres from each place (row) to each place (column). */
  s: readonly (readonly number[])[]
  m: readonly (readonly number[])[]
}

export interface StopTimes {
  key: string
  arrival_s: number
  start_s: number
  departure_s: number
  travel_s: number
  travel_m: number
}

/** A stop that is not in the day: `closed` and `alone` fit no order of it, `displaced` this one. */
export interface LeftOut {
  key: string
  why: 'closed' | 'alone' | 'displaced'
}

/** An ordered day. `cost_s` is travel plus the worth of what was left out for want of room. */
export interface DayResult {
  order: string[]
  times: StopTimes[]
  left_out: LeftOut[]
  leave_s: number
  home_s: number
  lunch_start_s: number | null
  travel_s: number
  travel_m: number
  cost_s: number
  /** No order, whichever stops it leaves out, costs less. */
  proven: boolean
}

/** The day with every stop to be made. */
export function allKept(problem: DayProblem): DayProblem {
  return { ...problem, stops: problem.stops.map((stop) => ({ ...stop, worth_s: MUST_S })) }
}
