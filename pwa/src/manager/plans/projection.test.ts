import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frame, isInside, path, spread } from './projection.ts'

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
