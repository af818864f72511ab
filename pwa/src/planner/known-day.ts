/** What the phone knows of a day, as a problem for the planner. */

import { DAY_S, weekday } from '../dates.ts'
import { type Day, openStops, overStops, type StopView } from '../day.ts'
import type { AccountRow, DayRow, MeRow, Span, VisitRow } from '../wire.ts'
import { type Allowed, type DayProblem, type DayStop, MUST_S } from './problem.ts'
import { basePlace, type Place, type Point, place, travelBetween } from './travel.ts'

/** A day as it stands, its frame and the person: all that is asked about. */
export interface KnownDay {
  day: Day
  frame: DayRow | null
  me: MeRow | null
  /** What the clock says, where the answer hangs on it. */
  now_s?: number
  /** Where the phone is, where that is known. */
  here?: Place | null
}

/** An account that might be visited as well; the windows are those of the day. */
export interface Candidate {
  account_id: string
  place: Place
  service_s: number
  windows: Span[]
  worth_s: number
}

/**
 * Returns the stops still open as a problem, the candidates' stops apart.
 *
 * It begins where and when the last report was made, or now if that is told; a day not begun yet
 * begins where and when it is planned to.
 */
export function known(of: KnownDay, candidates: readonly Candidate[] = []) {
  const { day, frame } = of
  const open = openStops(day)
  const points = [
    startPoint(of),
    { name: 'end', place: frame?.end ?? basePlace(of.me) },
    ...open.map(pointOf),
    ...candidates.map((one) => ({ name: one.account_id, place: one.place })),
  ]
  const allows = allowed(of)
  const at_s = begins(of)
  const problem: DayProblem = {
    allows,
    at_s,
    lunch_taken: at_s !== null && isLunchOver(day, allows, at_s),
    start: 0,
    end: 1,
    stops: open.map((stop, at) => dayStop(stop, at + 2)),
    calls_s: day.calls
      .filter((call) => call.status === 'open')
      .reduce((sum, call) => sum + call.visit.service_s, 0),
    ...travelBetween(points, frame?.travel ?? null),
  }
  const wanted = candidates.map((one, at): DayStop => {
    return { ...one, key: one.account_id, place: at + 2 + open.length }
  })
  return { problem, wanted }
}

/** Returns the worth of a visit by what makes it due, as the server's planner has it. */
export function worth(priority: number): number {
  return 3600 + Math.round(7200 * priority)
}

function startPoint({ day, frame, me, here }: KnownDay): Point {
  if (here) return { name: 'here', place: here }
  const last = day.anchor?.account_id
    ? overStops(day)
        .filter((stop) => stop.visit.account_id === day.anchor?.account_id)
        .at(-1)
    : null
  return last ? pointOf(last) : { name: 'start', place: frame?.start ?? basePlace(me) }
}

function pointOf({ visit, account }: StopView): Point {
  return { name: visit.id, place: place(account) }
}

function begins({ day, now_s }: KnownDay): number | null {
  if (!day.anchor && now_s === undefined) return null
  return Math.max(day.anchor?.at_s ?? 0, now_s ?? 0)
}

function allowed({ day, frame, me }: KnownDay): Allowed {
  if (frame?.allows) return frame.allows
  const lunch_s = me?.lunch_start_s == null || me.lunch_end_s == null ? 0 : me.lunch_s
  return {
    hours: me?.week[weekday(day.on)] ?? [0, DAY_S],
    lunch: lunch_s ? [me?.lunch_start_s ?? 0, me?.lunch_end_s ?? 0] : null,
    lunch_s,
    busy: [],
  }
}

/** Lunch counts as taken once its planned end has passed, or when it is too late to begin it. */
function isLunchOver(day: Day, allows: Allowed, at_s: number): boolean {
  if (!allows.lunch) return true
  const over = day.lunch_start_s === null ? null : day.lunch_start_s + day.lunch_s
  return at_s >= (over ?? allows.lunch[1] - allows.lunch_s + 1)
}

function dayStop({ visit, account }: StopView, at: number): DayStop {
  return {
    key: visit.id,
    place: at,
    service_s: visit.service_s,
    windows: windows(visit.windows, account),
    worth_s: isKept(visit) ? MUST_S : worth(account?.due.priority ?? 0),
  }
}

/** What a person promised or held to the day is given up last of all. */
function isKept({ held }: VisitRow): boolean {
  return held === 'pin' || held === 'appointment'
}

/** Without known opening hours a visit may be at any time; a closed date has known hours. */
function windows(known: readonly Span[], account: AccountRow | null): readonly Span[] {
  return known.length > 0 || account?.hours_week?.some((day) => day.length > 0)
    ? known
    : [[0, DAY_S]]
}
