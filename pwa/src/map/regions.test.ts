import { expect, test } from 'vitest'
import { covering, isOld, type Stored } from './regions.ts'

function region(name: string, west: number, south: number, east: number, north: number): Stored {
  const [made_at, address] = ['2026-05-05T00:00:00Z', `/maps/${name}-1.pmtiles`]
  return { name, bytes: 1, bounds: [west, south, east, north], made_at, address, file: name }
}

const LAKES = region('lakes', -89, 42, -88, 43)
const CITY = region('city', -88.2, 41, -87, 42.5)

test('the region that holds most of the day is shown', () => {
  const places = [
    { lat: 42.1, lon: -88.5 },
    { lat: 42.2, lon: -88.6 },
    { lat: 41.9, lon: -87.6 },
  ]
  expect(covering([CITY, LAKES], places)).toBe(LAKES)
})

test('a region far away is none', () => {
  expect(covering([CITY], [{ lat: 49.4, lon: 8.7 }])).toBeNull()
  expect(covering([], [{ lat: 42.1, lon: -88.5 }])).toBeNull()
})

test('a region is old when the server names other tiles by its name, and only then', () => {
  const newer = { ...LAKES, address: '/maps/lakes-2.pmtiles' }
  expect(isOld(LAKES, [newer])).toBe(true)
  expect(isOld(LAKES, [LAKES, CITY])).toBe(false)
  expect(isOld(LAKES, null)).toBe(false)
})
