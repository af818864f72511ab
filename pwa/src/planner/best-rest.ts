/** The best order of a day, or of what is left of it. */

import { exact } from './exact.ts'
import { build, cost, fits, type Model, read } from './model.ts'
import type { DayProblem, DayResult } from './problem.ts'
import { opening, polished, searched } from './search.ts'

/** Rounds of search where no proof is possible. */
const ROUNDS = 1000

/**
 * Returns the day with the least travel and the fewest, least valuable omissions.
 *
 * Up to twelve stops it is proven, mostly up to fifteen; a longer day gets a good order. Of orders that
 * cost the same the planned one stays.
 */
export function bestRest(problem: DayProblem): DayResult {
  const model = build(problem)
  const [order, proven] = solved(model)
  const planned = [...order].sort((a, b) => a - b)
  const same = cost(model, planned) === cost(model, order) && fits(model, planned)
  return read(model, same ? planned : order, proven)
}

function solved(model: Model): [order: number[], proven: boolean] {
  const [order, proven] = exact(model, polished(model, opening(model)))
  return [proven ? order : searched(model, order, ROUNDS), proven]
}

/**
 * Returns the times of an order a person chose, as `order` names the stops.
 *
 * What comes first stays: a stop that no longer fits after those before it is left out. Stops not
 * named are left out as well.
 */
export function withOrder(problem: DayProblem, order: readonly string[]): DayResult {
  const model = build(problem)
  const wanted = order.map((key) => model.stops.findIndex((stop) => stop.key === key))
  const kept: number[] = []
  for (const stop of wanted) {
    if (stop >= 0 && !kept.includes(stop) && fits(model, [...kept, stop])) kept.push(stop)
  }
  return read(model, kept, false)
}
