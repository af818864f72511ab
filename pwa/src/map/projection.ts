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

/** What a plain map looks at: its middle, and how many pixels a degree of latitude takes. */
export interface View {
  lat: number
  lon: number
  scale: number
}

/** Less than this across, and a single town would be blown up to fill the picture. */
const LEAST_DEGREES = 0.04
/** A continent, and a street. */
const LEAST_SCALE = 8
const MOST_SCALE = 400_000
const M_PER_DEGREE = 111_320

/** A frame that shows all places with some air around; null without any. */
export function frame(places: readonly Place[], width: number, height: number): Frame | null {
  const view = viewOf(places, width, height)
  return view && frameOf(view, width, height)
}

/** The view that shows all places; `air` is the share of the picture they may take. */
export function viewOf(
  places: readonly Place[],
  width: number,
  height: number,
  air = 0.9,
): View | null {
  if (places.length === 0) return null
  const lats = span(places.map((place) => place.lat))
  const lons = span(places.map((place) => place.lon))
  const scale = Math.min(
    (width * air) / Math.max(lons.size * squeeze(lats.middle), LEAST_DEGREES),
    (height * air) / Math.max(lats.size, LEAST_DEGREES),
  )
  return { lat: lats.middle, lon: lons.middle, scale }
}

export function frameOf(view: View, width: number, height: number): Frame {
  const across = view.scale * squeeze(view.lat)
  return {
    width,
    height,
    x: (lon) => width / 2 + (lon - view.lon) * across,
    y: (lat) => height / 2 - (lat - view.lat) * view.scale,
  }
}

/** The view after the paper was drawn so many pixels to the right and down. */
export function moved(view: View, dx: number, dy: number): View {
  const lat = Math.max(-85, Math.min(85, view.lat + dy / view.scale))
  return { ...view, lat, lon: view.lon - dx / (view.scale * squeeze(view.lat)) }
}

/** The view `by` times as large; what lies at (x, y), from the middle, stays there. */
export function zoomed(view: View, by: number, x = 0, y = 0): View {
  const scale = Math.max(LEAST_SCALE, Math.min(MOST_SCALE, view.scale * by))
  const there = moved(view, -x, -y)
  return moved({ ...there, scale }, x, y)
}

/** The longest round length that fits into `most` pixels: 1, 2 or 5 times a power of ten. */
export function scaleBar(
  view: View,
  mPerUnit: number,
  most: number,
): { units: number; px: number } {
  const pxPerUnit = (mPerUnit / M_PER_DEGREE) * view.scale
  const power = 10 ** Math.floor(Math.log10(most / pxPerUnit))
  const units = ([5, 2, 1].find((of) => of * power * pxPerUnit <= most) ?? 1) * power
  return { units, px: units * pxPerUnit }
}

/** How much shorter a degree of longitude is than one of latitude. */
function squeeze(lat: number): number {
  return Math.cos((lat * Math.PI) / 180)
}

function span(values: readonly number[]): { middle: number; size: number } {
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
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
