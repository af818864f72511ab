import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  frame,
  frameOf,
  isInside,
  moved,
  path,
  scaleBar,
  spread,
  viewOf,
  zoomed,
} from './projection.ts'

const places = fc.array(
  fc.record({
    lat: fc.double({ min: -80, max: 80, noNaN: true }),
    lon: fc.double({ min: -170, max: 170, noNaN: true }),
  }),
  { minLength: 1, maxLength: 20 },
)

test('every place is inside its frame', () => {
  fc.assert(
    fc.property(places, (some) => {
      const made = frame(some, 640, 460)
      return made !== null && some.every((place) => isInside(place, made))
    }),
  )
})

test('north is up, east is right', () => {
  const made = frame(
    [
      { lat: 42, lon: -88 },
      { lat: 43, lon: -87 },
    ],
    100,
    100,
  )
  expect(made && made.y(43) < made.y(42)).toBe(true)
  expect(made && made.x(-87) > made.x(-88)).toBe(true)
})

test('without a place there is no frame', () => {
  expect(frame([], 100, 100)).toBeNull()
})

test('a line moves once and then draws', () => {
  const made = frame([{ lat: 0, lon: 0 }], 100, 100)
  expect(
    made &&
      path(
        [
          [0, 0],
          [0, 0],
        ],
        made,
      ),
  ).toBe('M50.0 50.0L50.0 50.0')
})

test('points on one spot can be told apart afterwards, far ones stay', () => {
  const moved = spread(
    [
      { x: 10, y: 10 },
      { x: 10, y: 10 },
      { x: 90, y: 90 },
    ],
    8,
  )
  const [a, b, far] = moved
  expect(a && b && Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(8)
  expect(far).toEqual({ x: 90, y: 90 })
})

const VIEW = { lat: 49.4, lon: 8.7, scale: 4000 }

test('a view that is drawn away and back is where it was', () => {
  const back = moved(moved(VIEW, 40, 0), -40, 0)
  expect(back.lon).toBeCloseTo(VIEW.lon)
  expect(moved(VIEW, 0, 40).lat).toBeGreaterThan(VIEW.lat)
})

test('what lies under the fingers stays there while the map grows', () => {
  const place = { lat: 49.41, lon: 8.71 }
  const at = (view: typeof VIEW) => {
    const made = frameOf(view, 390, 600)
    return [made.x(place.lon) - 195, made.y(place.lat) - 300] as const
  }
  const [x, y] = at(VIEW)
  const [after_x, after_y] = at(zoomed(VIEW, 2, x, y))
  expect(Math.hypot(after_x - x, after_y - y)).toBeLessThan(0.5)
})

test('a map cannot be zoomed until nothing is left to see', () => {
  expect(zoomed(VIEW, 1e9).scale).toBe(zoomed(VIEW, 1e12).scale)
  expect(zoomed(VIEW, 1e-9).scale).toBeGreaterThan(0)
})

test('the scale bar is a round length that fits', () => {
  fc.assert(
    fc.property(fc.double({ min: 10, max: 300_000, noNaN: true }), (scale) => {
      const { units, px } = scaleBar({ ...VIEW, scale }, 1000, 100)
      return (
        px <= 100.001 && px > 39 && /^[125]0*$|^0\.0*[125]$/.test(String(+units.toPrecision(1)))
      )
    }),
  )
})

test('a single place is shown with its surroundings', () => {
  expect(viewOf([{ lat: 49, lon: 8 }], 390, 600)?.scale).toBeLessThan(10_000)
})
