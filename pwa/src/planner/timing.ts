/**
 * The arithmetic of one working day: driving, waiting, serving, lunch.
 *
 * The same rules as the server's. Lunch and busy times interrupt a drive, never a visit. All
 * moments are seconds since midnight.
 */

import type { Span } from '../wire.ts'
import type { DayProblem } from './problem.ts'

export const NEVER = 2 ** 40

type Spans = readonly Span[]

/** What a day allows; `lunch` holds the moments at which lunch may begin, none where none is owed. */
export interface Clock {
  start: number
  end: number
  busy: Spans
  lunch: Spans
  lunch_s: number
  lunch_to: number
  calls: number
}

/** The exact times of stops in an order. */
export interface Times {
  leave: number
  home: number
  arrivals: number[]
  starts: number[]
  lunch: number | null
}

/** A way through a day: `drives` has one leg more than there are stops, the last one leads home. */
export interface Way {
  drives: readonly number[]
  spans: readonly Spans[]
  services: readonly number[]
}

/** A lunch that can no longer begin in its window is not owed. */
export function clock(problem: DayProblem): Clock {
  const { allows, at_s, calls_s } = problem
  const busy = merged(allows.busy)
  const start = Math.max(allows.hours[0], at_s ?? 0)
  const plain = { start, end: allows.hours[1], busy, calls: calls_s }
  const lunch =
    allows.lunch && allows.lunch_s && !problem.lunch_taken
      ? startSpans([allows.lunch], allows.lunch_s, busy)
      : []
  if (firstStart(lunch, start) >= NEVER) return { ...plain, lunch: [], lunch_s: 0, lunch_to: 0 }
  return { ...plain, lunch, lunch_s: allows.lunch_s, lunch_to: allows.lunch?.[1] ?? 0 }
}

function merged(blocks: Spans): Spans {
  const found: Span[] = []
  for (const [start, end] of [...blocks].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = found.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(end, last[1])
    else found.push([start, end])
  }
  return found
}

/** The stretches in which a service may begin: it also ends in the same window. */
export function startSpans(windows: Spans, service: number, busy: Spans): Spans {
  const found: Span[] = []
  for (const [open, close] of windows) {
    let free = open
    for (const [start, end] of [...busy, [close, close] as const]) {
      const last = Math.min(start, close) - service
      if (free <= last) found.push([free, last])
      free = Math.max(free, end)
    }
  }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1])
}

/** The first allowed start from `ready` on, else NEVER. */
export function firstStart(spans: Spans, ready: number): number {
  // By index: this runs a million times for a full day, and unpacking pairs is slow.
  for (let at = 0; at < spans.length; at++) {
    const span = spans[at] as Span
    if (ready <= span[1]) return ready > span[0] ? ready : span[0]
  }
  return NEVER
}

/** The last allowed start up to `limit`, else -1. */
export function lastStart(spans: Spans, limit: number): number {
  let best = -1
  for (const [first, last] of spans) if (first <= limit) best = Math.min(limit, last)
  return best
}

/** When a drive ends that pauses during busy times. */
export function arrival(leave: number, drive: number, busy: Spans): number {
  let [now, left] = [leave, drive]
  for (const [start, end] of busy) {
    if (end <= now) continue
    if (now + left <= start) break
    left -= Math.max(0, start - now)
    now = end
  }
  return now + left
}

/** The latest departure for which a drive ends by `limit`. */
export function lastLeave(limit: number, drive: number, busy: Spans): number {
  let [by, left] = [limit, drive]
  for (let at = busy.length - 1; at >= 0; at--) {
    const [start, end] = busy[at] as Span
    if (start >= by) continue
    if (by - left >= end) break
    left -= Math.max(0, by - end)
    by = start
  }
  return by - left
}

function free(start: number, end: number, busy: Spans): number {
  let left = end - start
  for (const [a, b] of busy) left -= Math.max(0, Math.min(end, b) - Math.max(start, a))
  return left
}

/** Arrival, readiness and lunch of a leg with lunch in it, taken at the first chance. */
function lunchLeg(day: Clock, leave: number, drive: number): [number, number, number] {
  const ready = afterLunch(day, leave, drive)
  if (ready >= NEVER) return [NEVER, NEVER, NEVER]
  const begin = firstStart(day.lunch, leave)
  const there = arrival(leave, drive, day.busy)
  return [there <= begin ? there : ready, ready, begin]
}

/** When a leg with lunch in it is done: lunch begins before, during or after the drive. */
export function afterLunch(day: Clock, leave: number, drive: number): number {
  const begin = firstStart(day.lunch, leave)
  if (begin >= NEVER) return NEVER
  if (arrival(leave, drive, day.busy) <= begin) return begin + day.lunch_s
  return arrival(begin + day.lunch_s, drive - free(leave, begin, day.busy), day.busy)
}

function lastLeaveWithLunch(day: Clock, limit: number, drive: number): number {
  const begin = lastStart(day.lunch, limit - day.lunch_s)
  if (begin < 0) return -1
  const left = drive - free(begin + day.lunch_s, limit, day.busy)
  return lastLeave(begin, Math.max(0, left), day.busy)
}

/** The first departure with lunch behind: at once where none is owed. */
export function afterEarlyLunch(day: Clock): number {
  return day.lunch_s ? Math.min(NEVER, firstStart(day.lunch, day.start) + day.lunch_s) : day.start
}

/** By when to be home: the calls still fit, and a lunch not yet taken at base. */
export function lastHome(day: Clock, lunchTaken: boolean): number {
  const by = (after: number) => (after ? lastLeave(day.end, after, day.busy) : day.end)
  if (lunchTaken || !day.lunch_s) return by(day.calls)
  return Math.min(day.lunch_to - day.lunch_s, by(day.calls && day.calls + day.lunch_s))
}

/**
 * The exact times of stops in their order, or null where they do not fit.
 *
 * Home as early as can be and, given that, leaving as late as can be, so that waiting is small.
 * Lunch goes where this is soonest.
 */
export function times(day: Clock, way: Way): Times | null {
  const legs = day.lunch_s ? [-1, ...way.drives.keys(), way.drives.length] : [-1]
  let best: Times | null = null
  let at = -1
  for (const leg of legs) {
    const found = forward(day, day.start, way, leg)
    if (found && (!best || sooner(found, best))) [best, at] = [found, leg]
  }
  return best && (forward(day, lateLeave(day, best, way, at), way, at) ?? best)
}

function sooner(one: Times, other: Times): boolean {
  return one.home < other.home || (one.home === other.home && (one.lunch ?? 0) < (other.lunch ?? 0))
}

/** Lunch is at home where `leg` is -1, before leaving where it is 0, else on that drive from 1 on. */
function forward(day: Clock, from: number, way: Way, leg: number): Times | null {
  let lunch = leg ? null : firstStart(day.lunch, day.start)
  const leave = leg ? from : Math.max(from, afterEarlyLunch(day))
  let [now, there, ready] = [leave, leave, leave]
  const [arrivals, starts]: [number[], number[]] = [[], []]
  for (const [at, drive] of way.drives.entries()) {
    if (leg === at + 1) [there, ready, lunch] = lunchLeg(day, now, drive)
    else there = ready = arrival(now, drive, day.busy)
    if (at === way.spans.length) break
    const start = firstStart(way.spans[at] as Spans, ready)
    if (start >= NEVER) return null
    now = start + (way.services[at] as number)
    arrivals.push(there)
    starts.push(start)
  }
  if (ready > lastHome(day, leg >= 0)) return null
  return { leave, home: ready, arrivals, starts, lunch }
}

/** The latest departure that is home no later than the day found. */
function lateLeave(day: Clock, found: Times, way: Way, leg: number): number {
  let limit = found.home
  let leave = limit
  for (let at = way.drives.length - 1; at >= 0; at--) {
    const drive = way.drives[at] as number
    leave =
      leg === at + 1 ? lastLeaveWithLunch(day, limit, drive) : lastLeave(limit, drive, day.busy)
    if (at) limit = lastStart(way.spans[at - 1] as Spans, leave - (way.services[at - 1] as number))
  }
  return Math.max(leave, found.leave)
}

/** Whether stops fit in their order: one walk for all places of a lunch. */
export function isPossible(day: Clock, way: Way): boolean {
  let owed = day.lunch_s ? day.start : NEVER
  let taken = afterEarlyLunch(day)
  for (let at = 0; at < way.drives.length; at++) {
    const drive = way.drives[at] as number
    const lunched = owed < NEVER ? afterLunch(day, owed, drive) : NEVER
    if (owed < NEVER) owed = arrival(owed, drive, day.busy)
    if (taken < NEVER) taken = arrival(taken, drive, day.busy)
    taken = Math.min(taken, lunched)
    const spans = way.spans[at]
    if (!spans) break
    const service = way.services[at] as number
    owed = served(spans, owed, service)
    taken = served(spans, taken, service)
    if (owed >= NEVER && taken >= NEVER) return false
  }
  return owed <= lastHome(day, false) || taken <= lastHome(day, true)
}

function served(spans: Spans, now: number, service: number): number {
  const start = now < NEVER ? firstStart(spans, now) : NEVER
  return start < NEVER ? start + service : NEVER
}
