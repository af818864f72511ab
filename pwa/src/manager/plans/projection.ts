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
