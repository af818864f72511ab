/** Which of many accounts may lie near a day's way: looked at cheaply, before anything is solved. */

import { openStops } from '../day.ts'
import type { Candidate, KnownDay } from './known-day.ts'
import { basePlace, type Place, place } from './travel.ts'

/** So many are looked at closely; a phone has to answer soon. */
const MOST = 60
/** Another order may take a stop in for less than the planned one does: by about this much. */
const SLACK = 1.5
const KM_PER_DEGREE = 111.195

/**
 * Returns the candidates whose detour from the planned order is not much above the limit, the most
 * valuable ones first.
 *
 * Distances are those of a plane, times those of the model: with two thousand accounts a matrix of
 * all of them would take seconds.
 */
export function along(
  of: KnownDay,
  candidates: readonly Candidate[],
  limit_s: number,
): Candidate[] {
  const path = wayOf(of)
  const first = path[0]
  if (!first) return []
  const flat = flatAround(first)
  const points = path.map(flat)
  const drives = points.slice(1).map((to, at) => seconds(points[at] as Point, to))
  const near = candidates.filter(
    (one) => leastDetour(points, drives, flat(one.place)) <= SLACK * limit_s,
  )
  return near.sort((a, b) => b.worth_s - a.worth_s).slice(0, MOST)
}

function wayOf({ day, frame, me, here }: KnownDay): Place[] {
  const start = here ?? frame?.start ?? basePlace(me)
  const stops = openStops(day).map((stop) => place(stop.account))
  return [start, ...stops, frame?.end ?? basePlace(me)].filter((one) => one !== null)
}

type Point = readonly [x: number, y: number]

function flatAround(origin: Place): (place: Place) => Point {
  const shrink = Math.cos((origin.lat * Math.PI) / 180) * KM_PER_DEGREE
  return ({ lat, lon }) => [(lon - origin.lon) * shrink, (lat - origin.lat) * KM_PER_DEGREE]
}

/** The model of travel.ts, not rounded. */
function seconds(a: Point, b: Point): number {
  return 142.8 * Math.hypot(a[0] - b[0], a[1] - b[1]) ** 0.81
}

function leastDetour(points: readonly Point[], drives: readonly number[], at: Point): number {
  let least = Number.POSITIVE_INFINITY
  let before = seconds(points[0] as Point, at)
  for (let leg = 0; leg < drives.length; leg++) {
    const after = seconds(at, points[leg + 1] as Point)
    least = Math.min(least, before + after - (drives[leg] as number))
    before = after
  }
  return least
}
