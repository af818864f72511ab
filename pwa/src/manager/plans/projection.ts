/** Places on a plain map: equirectangular, true in length along its middle. Pure. */

export interface Place {
  lat: number
  lon: number
}

export interface Frame {
  width: number
  height: number
  x: (lon: number) => number
  y: (lat: number) => number
}

/** Less than this across, and a single town would be blown up to fill the picture. */
const LEAST_DEGREES = 0.04

/** A frame that shows all places with some air around; null without any. */
export function frame(places: readonly Place[], width: number, height: number): Frame | null {
  if (places.length === 0) return null
  const lats = span(places.map((place) => place.lat))
  const lons = span(places.map((place) => place.lon))
  const squeeze = Math.cos((lats.middle * Math.PI) / 180)
  const scale = Math.min(
    (width * 0.9) / Math.max(lons.size * squeeze, LEAST_DEGREES),
    (height * 0.9) / Math.max(lats.size, LEAST_DEGREES),
  )
  return {
    width,
    height,
    x: (lon) => width / 2 + (lon - lons.middle) * squeeze * scale,
    y: (lat) => height / 2 - (lat - lats.middle) * scale,
  }
}

function span(values: readonly number[]): { middle: number; size: number } {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return { middle: (least + most) / 2, size: most - least }
}

export interface Point {
  x: number
  y: number
}

const ROUNDS = 40

/**
 * Points moved apart until none is nearer than `least` to another, as far as 40 rounds get.
 *
 * Accounts of one town lie on top of each other at the scale of a territory; a dot that covers
 * nine others says one. Same points, same answer: who lies exactly on another leaves by its turn.
 */
export function spread(points: readonly Point[], least: number): Point[] {
  const moved = points.map((point) => ({ ...point }))
  for (let round = 0; round < ROUNDS; round++) {
    let still = true
    moved.forEach((a, i) => {
      for (const [j, b] of moved.entries())
        if (i < j && pushApart(a, b, least, i + j)) still = false
    })
    if (still) break
  }
  return moved
}

function pushApart(a: Point, b: Point, least: number, turn: number): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const apart = Math.hypot(dx, dy)
  if (apart >= least) return false
  const angle = apart > 0.01 ? Math.atan2(dy, dx) : turn
  const half = (least - apart) / 2 + 0.01
  a.x -= Math.cos(angle) * half
  a.y -= Math.sin(angle) * half
  b.x += Math.cos(angle) * half
  b.y += Math.sin(angle) * half
  return true
}

/** `[lat, lon]` pairs as an SVG path. */
export function path(line: readonly (readonly [number, number])[], of: Frame): string {
  return line
    .map(
      ([lat, lon], at) => `${at === 0 ? 'M' : 'L'}${of.x(lon).toFixed(1)} ${of.y(lat).toFixed(1)}`,
    )
    .join('')
}

/** Whether any of it can be seen. */
export function isInside(place: Place, of: Frame): boolean {
  const [x, y] = [of.x(place.lon), of.y(place.lat)]
  return x >= 0 && x <= of.width && y >= 0 && y <= of.height
}
