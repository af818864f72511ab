/** A day for one account: what each date would cost, or why it cannot be. */

import { bestRest } from './best-rest.ts'
import { allKept, type DayProblem, type DayStop } from './problem.ts'
import { withOne } from './taps.ts'

/** `closed` by the account's opening hours; `taken`: it has a visit that day already. */
export type WhyNot =
  | 'not_worked'
  | 'not_planned'
  | 'closed'
  | 'taken'
  | 'dropped'
  | 'no_room'
  | 'no_place'

/** A date, and the day with the visit that is wanted; or why there is no use in trying. */
export type Tried =
  | { on: string; why_not: WhyNot }
  | { on: string; call_fits: boolean }
  | { on: string; problem: DayProblem; wanted: DayStop }

/** The driving the visit adds and when it would begin, or why not. A call adds none. */
export interface DayOffer {
  on: string
  detour_s: number | null
  start_s: number | null
  why_not: WhyNot | null
}

/** Returns an offer for each date; the other visits of a date all stay. */
export function findDay(dates: readonly Tried[]): DayOffer[] {
  return dates.map((date) => {
    const none = { on: date.on, detour_s: null, start_s: null }
    if ('why_not' in date) return { ...none, why_not: date.why_not }
    if ('call_fits' in date) {
      return date.call_fits
        ? { ...none, detour_s: 0, why_not: null }
        : { ...none, why_not: 'no_room' }
    }
    const kept = allKept(date.problem)
    const extra = withOne(kept, bestRest(kept), date.wanted)
    if (!extra) return { ...none, why_not: 'no_room' }
    return { on: date.on, detour_s: extra.detour_s, start_s: extra.start_s, why_not: null }
  })
}
