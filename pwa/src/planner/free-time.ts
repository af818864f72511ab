/** The time a day leaves free: waiting before a stop, and what is left after the last one. */

import { weekday } from '../dates.ts'
import type { Day } from '../day.ts'
import { openStops } from '../day.ts'
import type { Allows, Id, MeRow, Span } from '../wire.ts'

/** Shorter waits are nobody's free time. */
const LEAST_S = 15 * 60

/** A stretch nothing is planned in: before a visit, or with null after coming home. */
export interface Gap {
  from_s: number
  to_s: number
  before: Id | null
}

/**
 * Returns the gaps of a day from now on, each at least a quarter of an hour.
 *
 * Lunch and times taken are not free. What is left at the end is up to the working hours, less
 * the calls still to make.
 */
export function freeTime(day: Day, allows: Allows | null, me: MeRow | null, now_s: number): Gap[] {
  const lunch: Span[] =
    day.lunch_start_s === null ? [] : [[day.lunch_start_s, day.lunch_start_s + day.lunch_s]]
  const taken = [...lunch, ...(allows?.busy ?? [])].sort((a, b) => a[0] - b[0])
  const waits = openStops(day).map((stop): Gap => {
    return { from_s: stop.arrival_s ?? 0, to_s: stop.start_s ?? 0, before: stop.visit.id }
  })
  const end = (allows?.hours ?? me?.week[weekday(day.on)])?.[1] ?? 0
  const calls = day.calls.filter((call) => call.status === 'open')
  const calls_s = calls.reduce((sum, call) => sum + call.visit.service_s, 0)
  const evening = { from_s: (day.home_s ?? end) + calls_s, to_s: end, before: null }
  return [...waits, evening]
    .map((gap) => ({ ...gap, from_s: Math.max(gap.from_s, now_s) }))
    .flatMap((gap) => without(gap, taken))
    .filter((gap) => gap.to_s - gap.from_s >= LEAST_S)
}

function without(gap: Gap, taken: readonly Span[]): Gap[] {
  let from_s = gap.from_s
  const found: Gap[] = []
  for (const [start, end] of taken) {
    if (end <= from_s || start >= gap.to_s) continue
    found.push({ ...gap, from_s, to_s: start })
    from_s = end
  }
  return [...found, { ...gap, from_s }]
}
