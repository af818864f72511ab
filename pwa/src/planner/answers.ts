/** What can be asked of the planner: the day as the phone knows it in, what a screen shows out. */

import { along } from './along.ts'
import type { Tried } from './find-day.ts'
import { type Candidate, type KnownDay, known } from './known-day.ts'
import { inOrder, rest, restOf } from './rest.ts'
import type { Solve } from './solvers.ts'

export const answers = {
  /** The rest of a day, or null where its plan stands. */
  rest,
  /** The rest of a day in the order a person chose. */
  order: inOrder,
  /** What to drop to be home in time, least worth first, and the day without. */
  drop: async (solve: Solve, of: KnownDay, until_s: number | null) => {
    const { day, dropped } = await solve('drop', known(of).problem, until_s)
    return { dropped, rest: restOf(of, day) }
  },
  /** Who else fits within a detour. */
  nearby: (solve: Solve, of: KnownDay, candidates: readonly Candidate[], limit_s: number) => {
    const { problem, wanted } = known(of, along(of, candidates, limit_s))
    return solve('more', problem, wanted, limit_s)
  },
  /** What each date would cost an account. */
  days: (solve: Solve, dates: readonly Tried[]) => solve('days', dates),
}

type Answers = typeof answers
export type Kind = keyof Answers
export type Asked<K extends Kind> = Parameters<Answers[K]> extends [Solve, ...infer A] ? A : never
export type Answer<K extends Kind> = Awaited<ReturnType<Answers[K]>>

export function answer<K extends Kind>(solve: Solve, kind: K, asked: Asked<K>): Promise<Answer<K>> {
  const make = answers[kind] as unknown as (solve: Solve, ...asked: Asked<K>) => Promise<Answer<K>>
  return make(solve, ...asked)
}
