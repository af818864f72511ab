/** Travel times without a map: the same great-circle model as the server's, an estimate. */

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
