/** What the worker does, by name; where there is no worker the page does it. */

import { bestRest, withOrder } from './best-rest.ts'
import { findDay } from './find-day.ts'
import { oneMore, whatToDrop } from './taps.ts'

export const solvers = {
  best: bestRest,
  order: withOrder,
  drop: whatToDrop,
  more: oneMore,
  days: findDay,
}

export type Solvers = typeof solvers
export type Job = keyof Solvers
export type Given<J extends Job> = Parameters<Solvers[J]>
export type Found<J extends Job> = ReturnType<Solvers[J]>
/** Whoever solves it, there or here. */
export type Solve = <J extends Job>(job: J, ...given: Given<J>) => Promise<Found<J>>

export function solved<J extends Job>(job: J, given: Given<J>): Found<J> {
  const solve = solvers[job] as unknown as (...given: Given<J>) => Found<J>
  return solve(...given)
}
