/** Travel times: those the phone was sent, and without them the server's model, an estimate. */

import type { AccountRow, MeRow, Travel } from '../wire.ts'

export interface Place {
  lat: number
  lon: number
}

export interface Leg {
  s: number
  m: number
}

const EARTH_RADIUS_KM = 6371.0088
/** Fitted to roads of four regions without traffic: minutes = 2.38 * km^0.81, km as the crow flies. */
const MINUTES_FACTOR = 2.38
const EXPONENT = 0.81
/** Road length over crow's distance. */
const CIRCUITY = 1.3

export function distanceKm(from: Place, to: Place): number {
  const half = (a: number, b: number) => Math.sin(radians(a - b) / 2) ** 2
  const shrink = Math.cos(radians(from.lat)) * Math.cos(radians(to.lat))
  const chord = half(from.lat, to.lat) + shrink * half(from.lon, to.lon)
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, chord)))
}

/** The estimated leg; nothing at all where one of the two places is not known. */
export function leg(from: Place | null, to: Place | null): Leg {
  if (!from || !to) return { s: 0, m: 0 }
  const km = distanceKm(from, to)
  return {
    s: Math.round(60 * MINUTES_FACTOR * km ** EXPONENT),
    m: Math.round(1000 * CIRCUITY * km),
  }
}

/** Extra travel for going by `stop` on the way between two places. */
export function detour(before: Place | null, stop: Place | null, after: Place | null): Leg {
  const there = leg(before, stop)
  const back = leg(stop, after)
  const direct = leg(before, after)
  return {
    s: Math.max(0, there.s + back.s - direct.s),
    m: Math.max(0, there.m + back.m - direct.m),
  }
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}

export function place(account: AccountRow | null): Place | null {
  if (!account || account.lat === null || account.lon === null) return null
  return { lat: account.lat, lon: account.lon }
}

export function basePlace(me: MeRow | null): Place | null {
  if (!me || me.base_lat === null || me.base_lon === null) return null
  return { lat: me.base_lat, lon: me.base_lon }
}

/** A place with its name in the travel times that were sent, if it is one of those. */
export interface Point {
  name: string
  place: Place | null
}

/**
 * Returns seconds and metres between all points: those sent and, where one is not among them, the
 * model's, longer or shorter by as much as the sent ones are on the whole.
 */
export function travelBetween(points: readonly Point[], sent: Travel | null) {
  const row = new Map(sent?.places.map((name, at) => [name, at]))
  const known = (a: Point, b: Point): Leg | null => {
    const [from, to] = [row.get(a.name), row.get(b.name)]
    if (!sent || from === undefined || to === undefined) return null
    return { s: sent.s[from]?.[to] ?? 0, m: sent.m[from]?.[to] ?? 0 }
  }
  const stretch = stretchOf(points, known)
  const legs = points.map((a) =>
    points.map((b) => {
      if (a === b) return { s: 0, m: 0 }
      const model = known(a, b) ?? leg(a.place, b.place)
      return (
        known(a, b) ?? { s: Math.round(stretch.s * model.s), m: Math.round(stretch.m * model.m) }
      )
    }),
  )
  return {
    s: legs.map((one) => one.map(({ s }) => s)),
    m: legs.map((one) => one.map(({ m }) => m)),
  }
}

/** How much longer the times sent are than the model's. */
function stretchOf(points: readonly Point[], known: (a: Point, b: Point) => Leg | null): Leg {
  const sums = { s: 0, m: 0, model_s: 0, model_m: 0 }
  for (const a of points) {
    for (const b of points) {
      const [sent, model] = [known(a, b), leg(a.place, b.place)]
      if (!sent || !model.m) continue
      sums.s += sent.s
      sums.m += sent.m
      sums.model_s += model.s
      sums.model_m += model.m
    }
  }
  return {
    s: sums.model_s ? sums.s / sums.model_s : 1,
    m: sums.model_m ? sums.m / sums.model_m : 1,
  }
}
