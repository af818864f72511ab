/** A good order of a day, by moves from the order it was planned in. */

import { between, cost, fits, type Model } from './model.ts'
import { MUST_S } from './problem.ts'

/** A round may at first make things worse by so many seconds, in the end by none. */
const WARMTH_S = 2000
/** Stops taken out at once, at most. */
const MOST_OUT = 8

/** Returns the planned order as far as it fits, the rest put in where it costs least. */
export function opening(model: Model): number[] {
  const all = [...model.stops.keys()]
  if (fits(model, all)) return all
  const worth = (k: number) => model.stops[k]?.worth_s ?? 0
  return inserted(
    model,
    [],
    all.sort((a, b) => worth(b) - worth(a) || a - b),
  )
}

/** Puts stops in, each where it costs least, those that do not fit or do not pay left out. */
export function inserted(model: Model, from: number[], stops: readonly number[]): number[] {
  let order = from
  for (const stop of stops) {
    let [best, least] = [order, model.stops[stop]?.worth_s ?? 0]
    for (let at = 0; at <= order.length; at++) {
      const price = detour(model, order[at - 1], stop, order[at])
      if (price >= least) continue
      const tried = spliced(order, at, 0, stop)
      if (fits(model, tried)) [best, least] = [tried, price]
    }
    order = best
  }
  return order
}

function detour({ drive }: Model, before = -2, stop: number, after = -1): number {
  const leg = (a: number, b: number) => between(drive, a + 2, b + 2)
  return leg(before, stop) + leg(stop, after) - leg(before, after)
}

/** Makes every move of one stop, exchange of two and turn of a stretch that shortens the day. */
export function polished(model: Model, from: number[]): number[] {
  let [best, known] = [from, cost(model, from)]
  for (let better = true; better; ) {
    better = false
    for (const tried of neighbours(model, best)) {
      const price = cost(model, tried)
      if (price >= known || !fits(model, tried)) continue
      ;[best, known, better] = [tried, price, true]
      break
    }
  }
  return best
}

function* neighbours({ stops }: Model, order: number[]): Generator<number[]> {
  const out = [...stops.keys()].filter((k) => !order.includes(k))
  for (let i = 0; i < order.length; i++) {
    const without = spliced(order, i, 1)
    yield without
    for (const k of out) yield spliced(order, i, 1, k)
    for (let j = 0; j < order.length; j++) {
      if (i !== j) yield spliced(without, j, 0, order[i] as number)
      if (j > i + 1) {
        const turned = order.slice(i, j + 1).reverse()
        yield spliced(order, i, turned.length, ...turned)
      }
    }
  }
  for (const k of out) for (let i = 0; i <= order.length; i++) yield spliced(order, i, 0, k)
}

/** Takes some stops out and puts them back, so many rounds; the same day gets the same answer. */
export function searched(model: Model, from: number[], rounds: number): number[] {
  let [best, now] = [from, from]
  const dice = seeded()
  for (let round = 0; round < rounds; round++) {
    const kept = ruined(model, now, dice)
    const out = [...model.stops.keys()].filter((k) => !kept.includes(k))
    const tried = inserted(model, kept, ranked(model, out, dice))
    const heat = (WARMTH_S * (rounds - round)) / rounds
    if (cost(model, tried) < cost(model, now) + (heat * dice(1024)) / 1024) now = tried
    if (cost(model, now) < cost(model, best)) best = now
  }
  return polished(model, best)
}

/** Leaves out a stretch of the order, or what lies around one stop. */
function ruined(model: Model, order: number[], dice: Dice): number[] {
  const size = 1 + dice(Math.min(order.length, MOST_OUT))
  if (dice(2)) return spliced(order, dice(order.length - size + 1), size)
  const seed = dice(model.stops.length) + 2
  const far = (k: number) => between(model.drive, seed, k + 2) + between(model.drive, k + 2, seed)
  const near = [...order].sort((a, b) => far(a) - far(b)).slice(0, size)
  return order.filter((k) => !near.includes(k))
}

/** The order in which stops come back: at random, the most valuable or the farthest first. */
function ranked({ stops, drive }: Model, out: number[], dice: Dice): number[] {
  const way = dice(4)
  const rank = out.map((k) => {
    if (way < 2) return dice(1 << 20) - ((stops[k]?.worth_s ?? 0) >= MUST_S ? 1 << 20 : 0)
    return way === 2
      ? -(stops[k]?.worth_s ?? 0)
      : -between(drive, 0, k + 2) - between(drive, k + 2, 1)
  })
  return out
    .map((k, at) => [rank[at] ?? 0, k] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, k]) => k)
}

function spliced(order: readonly number[], at: number, out: number, ...into: number[]): number[] {
  return [...order.slice(0, at), ...into, ...order.slice(at + out)]
}

type Dice = (sides: number) => number

/** Numbers below `sides`, the same each time (a 32-bit xorshift, Marsaglia 2003). */
function seeded(): Dice {
  let x = 0x2545f491
  return (sides) => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return (x >>> 0) % Math.max(1, sides)
  }
}
