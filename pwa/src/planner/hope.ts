/** What the rest of a day costs at least: a table over the stops made and the last of them. */

import type { Model } from './model.ts'
import { firstStart, lastHome } from './timing.ts'

/** A day as flat numbers: place 0 is its end, 1 its start, stop k is place k + 2. */
export interface Numbers {
  n: number
  drive: Float64Array
  service: Float64Array
  /** The worth of all stops outside a set. */
  without: Float64Array
  /** The least driving from one place to another by whatever places, as `drive`. */
  hurry: Float64Array
  /** The latest start of each stop that is home in time. */
  late: Float64Array
  /** Of each place the stops that the clock allows after it, as a set. */
  after: Int32Array
}

/** At `set * (n + 1) + last + 1`; the last stop is -1 before the first. */
export interface Hope {
  price: number
  of: Float64Array
}

export function numbers({ day, stops, spans, drive }: Model): Numbers {
  const n = stops.length
  const flat = [1, 0, ...stops.keys()].map((_, at) => (at < 2 ? 1 - at : at))
  const legs = Float64Array.from(flat.flatMap((a) => flat.map((b) => drive[a]?.[b] ?? 0)))
  const hurry = shortest(legs, n + 2)
  const late = Float64Array.from(stops, ({ service_s }, k) => {
    const home = hurry[(k + 2) * (n + 2)] as number
    return Math.min(spans[k]?.at(-1)?.[1] ?? -1, lastHome(day, true) - home - service_s)
  })
  const early = stops.map(({ service_s }, k) => {
    return firstStart(spans[k] ?? [], day.start + (hurry[n + 2 + k + 2] as number)) + service_s
  })
  const possible = (place: number, k: number) =>
    (early[place - 2] ?? day.start) + (legs[place * (n + 2) + k + 2] as number) <=
    (late[k] as number)
  const after = Int32Array.from(flat, (_, place) =>
    stops.reduce((set, _, k) => (possible(place, k) ? set | (1 << k) : set), 0),
  )
  const service = Float64Array.from(stops, (stop) => stop.service_s)
  const worths = stops.map((stop) => stop.worth_s)
  return { n, drive: legs, service, without: without(worths), hurry, late, after }
}

function without(worths: readonly number[]): Float64Array {
  const all = (1 << worths.length) - 1
  const sums = new Float64Array(all + 1)
  for (let set = all - 1; set >= 0; set--) {
    const first = 31 - Math.clz32(~set & (set + 1))
    sums[set] = (sums[set | (1 << first)] as number) + (worths[first] as number)
  }
  return sums
}

/** Floyd and Warshall: times of roads need not keep the rule of the triangle. */
function shortest(drive: Float64Array, size: number): Float64Array {
  const least = drive.slice()
  for (let by = 0; by < size; by++) {
    for (let at = 0; at < size * size; at++) {
      const [from, to] = [Math.floor(at / size), at % size]
      const round = (least[from * size + by] as number) + (least[by * size + to] as number)
      if (round < (least[at] as number)) least[at] = round
    }
  }
  return least
}

/**
 * Returns the table, with no clock but what `after` knows of it. Stops may be left out.
 *
 * Each second of driving and work costs `price` more. Less the price of the time there, that too
 * is no more than any day costs, and says more of one that is too full.
 */
export function hope({ n, drive, service, without, after }: Numbers, price: number): Hope {
  const wide = n + 1
  const of = new Float64Array(wide << n)
  const paid = drive.map((s, at) => (1 + price) * s + price * (service[(at % (n + 2)) - 2] ?? 0))
  for (let set = (1 << n) - 1; set >= 0; set--) {
    for (let last = -1; last < n; last++) {
      if (last >= 0 && !((set >> last) & 1)) continue
      const row = (last + 2) * (n + 2)
      let least = (paid[row] as number) + (without[set] as number)
      for (let left = (after[last + 2] as number) & ~set; left; left &= left - 1) {
        const k = 31 - Math.clz32(left & -left)
        const whole =
          (paid[row + k + 2] as number) + (of[(set | (1 << k)) * wide + k + 1] as number)
        if (whole < least) least = whole
      }
      of[set * wide + last + 1] = least
    }
  }
  return { price, of }
}
