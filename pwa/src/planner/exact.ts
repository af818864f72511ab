/**
 * The exact order of a day: dynamic programming over (stops done with, last stop, lunch or not).
 *
 * Done with are the stops made and those that are too late by now. A partial day is kept unless
 * another that is done with the same stops costs no more and is no later. It is given up where by
 * the table of `hope.ts` it cannot become cheaper than the best day known.
 */

import { type Hope, hope, type Numbers, numbers } from './hope.ts'
import { cost, type Model } from './model.ts'
import { afterEarlyLunch, afterLunch, arrival, firstStart, lastHome, NEVER } from './timing.ts'

/** Beyond this the table of bounds is too large for a phone. */
export const MOST = 15

/** Partial days made at most; a day that needs more is not proven. */
const LABELS = 1 << 17

/** Prices of a second of the working day in a bound, in seconds of travel. */
const PRICES = [0, 1]

/** A partial day. `eaten` is 1 with lunch behind; `cost` is travel and the worth of the too late. */
interface Label {
  done: number
  last: number
  eaten: number
  now: number
  cost: number
  before: Label | null
  /** The next one that is done with the same stops and has the same last of them. */
  next: Label | null
}

/**
 * Returns the best order, and whether it is proven to be that.
 *
 * `known` is an order to begin with: the better it is, the quicker. It stays where nothing is
 * cheaper, so that a plan does not change for nothing.
 */
export function exact(model: Model, known: number[]): [order: number[], proven: boolean] {
  if (model.stops.length > MOST) return [known, false]
  const search = begun(model, known)
  const proven = run(search)
  return [search.end ? orderOf(search.end) : known, proven]
}

interface Search {
  model: Model
  of: Numbers
  hopes: Hope[]
  /** By when to be home, lunch owed or behind. */
  homes: readonly [number, number]
  /** The labels done with a set, and the last of it, at `set * n + last`. */
  heads: (Label | null)[]
  best: number
  made: number
  end: Label | null
}

function begun(model: Model, known: number[]): Search {
  const { day } = model
  const of = numbers(model)
  const best = cost(model, known)
  const homes = [day.lunch_s ? lastHome(day, false) : -1, lastHome(day, true)] as const
  const heads = new Array<Label | null>(of.n << of.n).fill(null)
  const hopes = PRICES.map((price) => hope(of, price))
  return { model, of, hopes, homes, heads, best, made: 0, end: null }
}

/** Says whether every partial day was looked at that could have become cheaper. */
function run(search: Search): boolean {
  const { n } = search.of
  const { day } = search.model
  const from = (eaten: number, now: number): Label => {
    return { done: 0, last: -1, eaten, now, cost: 0, before: null, next: null }
  }
  if (day.lunch_s) extend(search, from(0, day.start))
  extend(search, from(1, afterEarlyLunch(day)))
  // A set's number is above those of its parts, so its labels are complete when its turn comes.
  for (let at = n; at < search.heads.length; at++) {
    for (let label = search.heads[at]; label; label = label.next) extend(search, label)
    if (search.made > LABELS) return false
  }
  return true
}

/** Goes home from a label, and on to every stop still open: with lunch on the way and without. */
function extend(search: Search, label: Label): void {
  const { of, model } = search
  const { done, last, now, eaten } = label
  if (now >= NEVER || least(search, done, last, now, label.cost) >= search.best) return
  goHome(search, label)
  const row = (last + 2) * (of.n + 2) + 2
  for (let k = 0; k < of.n; k++) {
    if ((done >> k) & 1) continue
    const drive = of.drive[row + k] as number
    const spans = model.spans[k] ?? []
    const service = of.service[k] as number
    const plain = firstStart(spans, arrival(now, drive, model.day.busy))
    keep(search, label, k, eaten, plain + service, drive)
    if (eaten) continue
    const ready = afterLunch(model.day, now, drive)
    if (ready < NEVER) keep(search, label, k, 1, firstStart(spans, ready) + service, drive)
  }
}

/** What a whole day costs at least that begins like this. */
function least(search: Search, done: number, last: number, now: number, spent: number): number {
  const at = done * (search.of.n + 1) + last + 1
  let most = 0
  for (const { price, of } of search.hopes) {
    most = Math.max(most, (of[at] as number) - price * (search.homes[1] - now))
  }
  return spent + most
}

function goHome(search: Search, label: Label): void {
  const { of, model, homes } = search
  const { done, last, now, eaten } = label
  const drive = of.drive[(last + 2) * (of.n + 2)] as number
  const whole = label.cost + drive + (of.without[done] as number)
  if (whole >= search.best) return
  const inTime = arrival(now, drive, model.day.busy) <= (homes[eaten as 0 | 1] as number)
  if (!inTime && (eaten || afterLunch(model.day, now, drive) > homes[1])) return
  search.best = whole
  search.end = label
}

/** Keeps the label of a stop just made, unless it is of no use; drops those it makes useless. */
function keep(
  search: Search,
  before: Label,
  last: number,
  eaten: number,
  now: number,
  drive: number,
): void {
  if (now >= NEVER) return
  const { n, without } = search.of
  const set = before.done | (1 << last)
  const done = set | tooLate(search.of, set, last, now)
  const spent = before.cost + drive + (without[set] as number) - (without[done] as number)
  if (least(search, done, last, now, spent) >= search.best) return
  const head = done * n + last
  let previous: Label | null = null
  for (let one = search.heads[head] ?? null; one; one = one.next) {
    if (one.now <= now && one.cost <= spent && one.eaten >= eaten) return
    if (now > one.now || spent > one.cost || eaten < one.eaten) previous = one
    else if (previous) previous.next = one.next
    else search.heads[head] = one.next
  }
  search.made++
  const next = search.heads[head] ?? null
  search.heads[head] = { done, last, eaten, now, cost: spent, before, next }
}

/** The stops outside a set that no way reaches in time any more. */
function tooLate({ n, hurry, late }: Numbers, set: number, last: number, now: number): number {
  const row = (last + 2) * (n + 2) + 2
  let found = 0
  for (let k = 0; k < n; k++) {
    const there = now + (hurry[row + k] as number)
    if (!((set >> k) & 1) && there > (late[k] as number)) found |= 1 << k
  }
  return found
}

function orderOf(end: Label): number[] {
  const order: number[] = []
  for (let label: Label | null = end; label && label.last >= 0; label = label.before) {
    order.unshift(label.last)
  }
  return order
}
