/** A day as arrays, the stops set aside that fit no order of it, and an order read as times. */

import type { Span } from '../wire.ts'
import type { DayProblem, DayResult, DayStop, LeftOut } from './problem.ts'
import {
  arrival,
  type Clock,
  clock,
  isPossible,
  startSpans,
  type Times,
  times,
  type Way,
} from './timing.ts'

/** Stops are numbered from 0. Place 0 is the start of the day, 1 its end, then come the stops. */
export interface Model {
  problem: DayProblem
  day: Clock
  stops: DayStop[]
  spans: (readonly Span[])[]
  drive: number[][]
  impossible: LeftOut[]
}

export function build(problem: DayProblem): Model {
  const day = clock(problem)
  const spans = (stop: DayStop) => startSpans(stop.windows, stop.service_s, day.busy)
  const { start, end, s } = problem
  const alone = (stop: DayStop) =>
    isPossible(day, {
      drives: [between(s, start, stop.place), between(s, stop.place, end)],
      spans: [spans(stop)],
      services: [stop.service_s],
    })
  const stops = problem.stops.filter((stop) => stop.windows.length > 0 && alone(stop))
  const places = [start, end, ...stops.map((stop) => stop.place)]
  return {
    problem,
    day,
    stops,
    spans: stops.map(spans),
    drive: places.map((a) => places.map((b) => between(s, a, b))),
    impossible: problem.stops
      .filter((stop) => !stops.includes(stop))
      .map(({ key, windows }) => ({ key, why: windows.length > 0 ? 'alone' : 'closed' })),
  }
}

/** Seconds or metres from one place to another. */
export function between(matrix: DayProblem['s'], from: number, to: number): number {
  return matrix[from]?.[to] ?? 0
}

export function way({ drive, spans, stops }: Model, order: readonly number[]): Way {
  const found: { drives: number[]; spans: (readonly Span[])[]; services: number[] } = {
    drives: [],
    spans: [],
    services: [],
  }
  let at = 0
  for (const stop of order) {
    found.drives.push(between(drive, at, stop + 2))
    found.spans.push(spans[stop] as readonly Span[])
    found.services.push((stops[stop] as DayStop).service_s)
    at = stop + 2
  }
  found.drives.push(between(drive, at, 1))
  return found
}

export function fits(model: Model, order: readonly number[]): boolean {
  return isPossible(model.day, way(model, order))
}

/** Travel of an order plus the worth of the stops not in it. */
export function cost({ drive, stops }: Model, order: readonly number[]): number {
  let total = stops.reduce((sum, stop) => sum + stop.worth_s, 0)
  let at = 0
  for (const stop of order) {
    total += between(drive, at, stop + 2) - (stops[stop] as DayStop).worth_s
    at = stop + 2
  }
  return total + between(drive, at, 1)
}

/** Turns an order into exact times; an order that does not fit goes straight to the end. */
export function read(model: Model, order: readonly number[], proven: boolean): DayResult {
  const { problem, stops } = model
  const found = times(model.day, way(model, order))
  const made = (found ? order : []).map((at) => stops[at] as DayStop)
  const left = stops.filter((stop) => !made.includes(stop))
  const path = [problem.start, ...made.map((stop) => stop.place), problem.end]
  const legs = (matrix: DayProblem['s']) =>
    path.slice(1).map((to, at) => between(matrix, path[at] as number, to))
  const [seconds, metres] = [legs(problem.s), legs(problem.m)]
  return {
    order: made.map((stop) => stop.key),
    times: found ? made.map((stop, at) => stopTimes(stop, at, found, seconds, metres)) : [],
    left_out: [...model.impossible, ...left.map(({ key }) => ({ key, why: 'displaced' as const }))],
    leave_s: found?.leave ?? model.day.start,
    home_s: found?.home ?? arrival(model.day.start, between(model.drive, 0, 1), model.day.busy),
    lunch_start_s: found?.lunch ?? null,
    travel_s: total(seconds),
    travel_m: total(metres),
    cost_s: cost(model, order),
    proven,
  }
}

function stopTimes(stop: DayStop, at: number, found: Times, s: number[], m: number[]) {
  const start_s = found.starts[at] as number
  return {
    key: stop.key,
    arrival_s: found.arrivals[at] as number,
    start_s,
    departure_s: start_s + stop.service_s,
    travel_s: s[at] as number,
    travel_m: m[at] as number,
  }
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}
