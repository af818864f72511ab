/** The clock of one given order of stops: arrivals, lunch, what is closed by then. */

import type { Span } from '../wire.ts'
import { type Leg, leg, type Place } from './travel.ts'

export const NEVER = Number.POSITIVE_INFINITY

export interface RestStop {
  key: string
  place: Place | null
  service_s: number
  /** Opening hours of the day; none known means any time. */
  windows: readonly Span[]
}

export interface Lunch {
  earliest_s: number
  /** The last moment at which lunch may begin. */
  latest_s: number
  length_s: number
}

/** What is left of a day: from here and now, by these stops, home. */
export interface Rest {
  at_s: number
  from: Place | null
  home: Place | null
  stops: readonly RestStop[]
  /** null: taken, not wanted, or too late for it. */
  lunch: Lunch | null
}

export interface StopTimes {
  key: string
  arrival_s: number
  start_s: number
  departure_s: number
  travel_s: number
  travel_m: number
}

export interface Schedule {
  times: StopTimes[]
  lunch_start_s: number | null
  home_s: number
  /** Travel of all legs, the one home included. */
  travel_s: number
  travel_m: number
  /** Keys of stops that are closed whenever this order reaches them. */
  left: string[]
  /** Lunch was wanted and found no time. */
  hungry: boolean
}

/** The first moment from `ready` on at which the whole service fits into an opening window. */
export function firstStart(stop: RestStop, ready: number): number {
  if (stop.windows.length === 0) return ready
  let first = NEVER
  // By index: this runs a million times for a full day, and unpacking pairs is slow.
  for (let at = 0; at < stop.windows.length; at++) {
    const span = stop.windows[at] as Span
    const start = Math.max(ready, span[0])
    if (start + stop.service_s <= span[1] && start < first) first = start
  }
  return first
}

/**
 * When the rep is ready at the next place with lunch eaten on the way; NEVER when it is too late.
 *
 * Lunch after the drive is never later than lunch before it, so before is only for drives that
 * would pass the last moment.
 */
export function readyAfterLunch(lunch: Lunch, now: number, drive: number): number {
  const there = now + drive
  if (there <= lunch.latest_s) return Math.max(there, lunch.earliest_s) + lunch.length_s
  const here = Math.max(now, lunch.earliest_s)
  return here <= lunch.latest_s ? here + lunch.length_s + drive : NEVER
}

function lunchStart(lunch: Lunch, now: number, drive: number): number {
  const there = now + drive
  return there <= lunch.latest_s
    ? Math.max(there, lunch.earliest_s)
    : Math.max(now, lunch.earliest_s)
}

interface Label {
  now: number
  lunch_start_s: number | null
  times: StopTimes[]
}

/**
 * The times of an order: as early as each can be, lunch where it costs the least.
 *
 * A stop that is closed by the time it is reached is left out, and the rep does not drive there.
 */
export function schedule(rest: Rest, order: readonly number[]): Schedule {
  let open: Label | null = { now: rest.at_s, lunch_start_s: null, times: [] }
  let fed: Label | null = rest.lunch ? null : open
  if (!rest.lunch) open = null
  let from = rest.from
  const left: string[] = []
  for (const index of order) {
    const stop = rest.stops[index]
    if (!stop) continue
    const drive = leg(from, stop.place)
    const nextFed = earlier(
      fed && served(fed, stop, drive, fed.now + drive.s, fed.lunch_start_s),
      open && rest.lunch && lunched(open, stop, drive, rest.lunch),
    )
    const nextOpen: Label | null = open && served(open, stop, drive, open.now + drive.s, null)
    if (!nextFed && !nextOpen) {
      left.push(stop.key)
      continue
    }
    // Once a stop is on the way, a label that cannot serve it is a different day: dropped.
    fed = nextFed
    open = nextOpen
    from = stop.place
  }
  return finished(rest, fed, open, leg(from, rest.home), left)
}

function served(
  label: Label,
  stop: RestStop,
  drive: Leg,
  ready: number,
  lunch: number | null,
): Label | null {
  const start = firstStart(stop, ready)
  if (start === NEVER) return null
  const times: StopTimes = {
    key: stop.key,
    arrival_s: label.now + drive.s,
    start_s: start,
    departure_s: start + stop.service_s,
    travel_s: drive.s,
    travel_m: drive.m,
  }
  return { now: times.departure_s, lunch_start_s: lunch, times: [...label.times, times] }
}

function lunched(label: Label, stop: RestStop, drive: Leg, lunch: Lunch): Label | null {
  const ready = readyAfterLunch(lunch, label.now, drive.s)
  if (ready === NEVER) return null
  return served(label, stop, drive, ready, lunchStart(lunch, label.now, drive.s))
}

function earlier(first: Label | null, second: Label | null): Label | null {
  if (!first || !second) return first ?? second
  return second.now < first.now ? second : first
}

/** Home: lunch is due before it unless the rep is back before lunch could last begin. */
function finished(
  rest: Rest,
  fed: Label | null,
  open: Label | null,
  drive: Leg,
  left: string[],
): Schedule {
  const ways: { label: Label; home_s: number; lunch: number | null; hungry: boolean }[] = []
  if (fed) {
    ways.push({ label: fed, home_s: fed.now + drive.s, lunch: fed.lunch_start_s, hungry: false })
  }
  if (open && rest.lunch) {
    const home_s = open.now + drive.s
    ways.push({ label: open, home_s, lunch: null, hungry: home_s > rest.lunch.latest_s })
    const after = readyAfterLunch(rest.lunch, open.now, drive.s)
    if (home_s > rest.lunch.latest_s && after !== NEVER) {
      const lunch = lunchStart(rest.lunch, open.now, drive.s)
      ways.push({ label: open, home_s: after, lunch, hungry: false })
    }
  }
  ways.sort((a, b) => Number(a.hungry) - Number(b.hungry) || a.home_s - b.home_s)
  const best = ways[0]
  if (!best) throw new Error('A day without a way home.')
  const times = best.label.times
  return {
    times,
    lunch_start_s: best.lunch,
    home_s: best.home_s,
    travel_s: times.reduce((sum, time) => sum + time.travel_s, drive.s),
    travel_m: times.reduce((sum, time) => sum + time.travel_m, drive.m),
    left,
    hungry: best.hungry,
  }
}

/** Whether the first schedule is the better one: more visits, then lunch, then sooner home. */
export function isBetter(first: Schedule, second: Schedule): boolean {
  if (first.times.length !== second.times.length) return first.times.length > second.times.length
  if (first.hungry !== second.hungry) return second.hungry
  if (first.home_s !== second.home_s) return first.home_s < second.home_s
  return first.travel_s < second.travel_s
}
