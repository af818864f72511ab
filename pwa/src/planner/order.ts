/** The best order of the stops that are left: exact for a normal day, good for a long one. */

import {
  firstStart,
  isBetter,
  NEVER,
  type Rest,
  type RestStop,
  readyAfterLunch,
  type Schedule,
  schedule,
} from './schedule.ts'
import { leg } from './travel.ts'

/** Up to here every subset is looked at: 4,096 of them, some milliseconds on a phone. */
export const MOST_EXACT = 12

/** Leaves the plan's order alone unless a new one brings the rep home this much sooner. */
const WORTH_A_CHANGE_S = 300

/**
 * Returns the rest of the day: most stops made, then lunch, then soonest home.
 *
 * Stops come in the plan's order. It is kept where it is nearly as good: an order that changes
 * for a minute's gain confuses more than it helps.
 */
export function bestRest(rest: Rest): Schedule {
  const planned = schedule(
    rest,
    rest.stops.map((_, index) => index),
  )
  const found = rest.stops.length <= MOST_EXACT ? exact(rest) : improved(rest)
  if (!isBetter(found, planned)) return planned
  const gain = planned.home_s - found.home_s
  const same = planned.times.length === found.times.length && planned.hungry === found.hungry
  return same && gain < WORTH_A_CHANGE_S ? planned : found
}

interface Table {
  /** Earliest departure from the last stop of a set, at `(set * n + last) * 2 + lunch eaten`. */
  now: Float64Array
  travel: Float64Array
  /** The state before: an index into the same arrays, -1 at the start. */
  before: Int32Array
}

/**
 * Dynamic programming over sets of stops.
 *
 * Being earlier at a place is never worse (waiting is allowed), so the earliest departure is all
 * that has to be known of a set, its last stop and whether lunch was eaten.
 */
export function exact(rest: Rest): Schedule {
  const n = rest.stops.length
  const drive = legs(rest)
  const table = emptyTable(n)
  for (let next = 0; next < n; next++) {
    const at = ((1 << next) * n + next) * 2
    const eaten = rest.lunch ? 0 : 1
    reach(rest, table, rest.stops[next] as RestStop, -1, at, eaten, rest.at_s, 0, drive[next] ?? 0)
  }
  // A set's number is above those of its parts, so each is complete when its turn comes.
  for (let set = 1; set < 1 << n; set++) {
    for (let next = 0; next < n; next++) {
      if (set & (1 << next)) continue
      const stop = rest.stops[next] as RestStop
      const at = ((set | (1 << next)) * n + next) * 2
      for (let state = set * n * 2; state < (set + 1) * n * 2; state++) {
        const now = table.now[state] as number
        if (now === NEVER) continue
        const leg = drive[(((state >> 1) % n) + 1) * n + next] as number
        const travel = table.travel[state] as number
        reach(rest, table, stop, state, at, state & 1, now, travel, leg)
      }
    }
  }
  return bestOf(rest, table)
}

/** Seconds of travel in one row after the other: the first from where the rep is, then by stop. */
function legs(rest: Rest): Float64Array {
  const places = [rest.from, ...rest.stops.map((stop) => stop.place)]
  return Float64Array.from(
    places.flatMap((from) => rest.stops.map((stop) => leg(from, stop.place).s)),
  )
}

function emptyTable(n: number): Table {
  const size = n === 0 ? 0 : (1 << n) * n * 2
  return {
    now: new Float64Array(size).fill(NEVER),
    travel: new Float64Array(size).fill(NEVER),
    before: new Int32Array(size).fill(-1),
  }
}

/** Drives on to `stop`, without lunch and with it; `at` is the state reached without it. */
function reach(
  rest: Rest,
  table: Table,
  stop: RestStop,
  before: number,
  at: number,
  eaten: number,
  now: number,
  travelled: number,
  drive: number,
): void {
  const travel = travelled + drive
  const done = firstStart(stop, now + drive) + stop.service_s
  keep(table, at + eaten, done, travel, before)
  if (eaten || !rest.lunch) return
  const ready = readyAfterLunch(rest.lunch, now, drive)
  keep(table, at + 1, firstStart(stop, ready) + stop.service_s, travel, before)
}

function keep(table: Table, at: number, now: number, travel: number, before: number): void {
  const known = table.now[at] as number
  if (now > known || now === NEVER) return
  if (now === known && travel >= (table.travel[at] as number)) return
  table.now[at] = now
  table.travel[at] = travel
  table.before[at] = before
}

/** Reads the best end of every set of the largest size that can be made. */
function bestOf(rest: Rest, table: Table): Schedule {
  const n = rest.stops.length
  let best = schedule(rest, [])
  let most = 0
  const seen = new Set<string>()
  for (let state = table.now.length - 1; state >= 0; state--) {
    if (table.now[state] === NEVER) continue
    const size = bits(Math.floor(state / (2 * n)))
    if (size < most) continue
    if (!promising(rest, table, state, best, size > most)) continue
    const order = pathTo(table, state, n)
    const key = order.join()
    if (seen.has(key)) continue
    seen.add(key)
    const candidate = schedule(rest, order)
    if (isBetter(candidate, best)) best = candidate
    most = Math.max(most, candidate.times.length)
  }
  const made = new Set(best.times.map((time) => time.key))
  return { ...best, left: rest.stops.map((stop) => stop.key).filter((key) => !made.has(key)) }
}

/** Cheap test before a schedule is drawn: could this end bring the rep home sooner? */
function promising(
  rest: Rest,
  table: Table,
  state: number,
  best: Schedule,
  more: boolean,
): boolean {
  if (more || best.hungry) return true
  const stop = rest.stops[(state >> 1) % rest.stops.length]
  return (table.now[state] ?? NEVER) + leg(stop?.place ?? null, rest.home).s <= best.home_s
}

function pathTo(table: Table, state: number, n: number): number[] {
  const order: number[] = []
  for (let at = state; at >= 0; at = table.before[at] ?? -1) order.unshift((at >> 1) % n)
  return order
}

function bits(set: number): number {
  let count = 0
  for (let rest = set; rest > 0; rest &= rest - 1) count++
  return count
}

/** Cheapest insertion from the plan's order, then 2-opt and moves of single stops. */
export function improved(rest: Rest): Schedule {
  let order = inserted(rest)
  let best = schedule(rest, order)
  for (let round = 0; round < 20; round++) {
    const next = bestNeighbour(rest, order, best)
    if (!next) break
    order = next.order
    best = next.found
  }
  return best
}

function inserted(rest: Rest): number[] {
  let order: number[] = []
  rest.stops.forEach((_, stop) => {
    let best: { order: number[]; found: Schedule } | null = null
    for (let at = 0; at <= order.length; at++) {
      const tried = [...order.slice(0, at), stop, ...order.slice(at)]
      const found = schedule(rest, tried)
      if (!best || isBetter(found, best.found)) best = { order: tried, found }
    }
    order = best?.order ?? order
  })
  return order
}

function bestNeighbour(rest: Rest, order: number[], best: Schedule) {
  let chosen: { order: number[]; found: Schedule } | null = null
  for (const tried of neighbours(order)) {
    const found = schedule(rest, tried)
    if (isBetter(found, chosen?.found ?? best)) chosen = { order: tried, found }
  }
  return chosen
}

function* neighbours(order: readonly number[]): Generator<number[]> {
  for (let from = 0; from < order.length; from++) {
    for (let to = from + 1; to < order.length; to++) {
      const turned = order.slice(from, to + 1).reverse()
      yield [...order.slice(0, from), ...turned, ...order.slice(to + 1)]
      const stop = order[from] as number
      const without = [...order.slice(0, from), ...order.slice(from + 1)]
      yield [...without.slice(0, to), stop, ...without.slice(to)]
    }
  }
}
