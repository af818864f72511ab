import { expect, test } from 'vitest'
import { distanceKm, leg, travelBetween } from './travel.ts'

const [a, b, c] = [42, 43, 44].map((lat) => ({ name: `${lat}`, place: { lat, lon: -88 } })) as [
  Named,
  Named,
  Named,
]
type Named = { name: string; place: { lat: number; lon: number } }

test('one degree of latitude is 111.2 km and takes the model 108 minutes', () => {
  expect(distanceKm(a.place, b.place)).toBeCloseTo(111.195, 2)
  expect(leg(a.place, b.place).s).toBe(Math.round(60 * 2.38 * 111.19508 ** 0.81))
  expect(leg(a.place, null)).toEqual({ s: 0, m: 0 })
})

test('without sent times the model counts', () => {
  expect(travelBetween([a, b], null).s[0]?.[1]).toBe(leg(a.place, b.place).s)
})

test('sent times count as they are, and stretch those that were not sent', () => {
  const twice = 2 * leg(a.place, b.place).s
  const sent = {
    places: ['43', '42'],
    s: [
      [0, twice],
      [twice + 10, 0],
    ],
    m: [
      [0, 1],
      [1, 0],
    ],
  }
  const { s } = travelBetween([a, b, c], sent)
  expect([s[0]?.[1], s[1]?.[0]]).toEqual([twice + 10, twice])
  expect((s[1]?.[2] ?? 0) / leg(b.place, c.place).s).toBeCloseTo(2, 2)
})
