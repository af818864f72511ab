import { expect, test } from 'vitest'
import { base, day, view } from '../day.ts'
import { id, makeAccount, makeDay, makeMe, makeVisit } from '../testing.ts'
import { along } from './along.ts'
import type { Candidate } from './known-day.ts'
import { detour } from './travel.ts'

const ON = '2026-05-05'
const HOME = { lat: 42.5, lon: -88.5 }
const STOP = { lat: 42.5, lon: -88.1 }
const rows = [
  makeMe({ base_lat: HOME.lat, base_lon: HOME.lon }),
  makeAccount({ id: id(1), ...STOP }),
  makeVisit({ account_id: id(1), on: ON }),
  makeDay({ id: ON, on: ON }),
]
const known = base(rows)
const of = { day: day(known, view(known, []), ON, 'UTC'), frame: null, me: known.me }

function candidate(number: number, lat: number, lon: number, worth_s = 7200): Candidate {
  return { account_id: id(number), place: { lat, lon }, service_s: 600, windows: [], worth_s }
}

const ids = (found: readonly Candidate[]) => found.map((one) => one.account_id)

test('on the way is near, however far it is from any stop', () => {
  expect(ids(along(of, [candidate(9, 42.5, -88.3), candidate(8, 43.2, -88.3)], 600))).toEqual([
    id(9),
  ])
})

test('nobody within the limit is passed over', () => {
  const grid = Array.from({ length: 400 }, (_, at) =>
    candidate(100 + at, 42.3 + 0.02 * (at % 20), -88.7 + 0.04 * Math.floor(at / 20)),
  )
  const near = grid.filter((one) => detour(HOME, one.place, STOP).s <= 300)
  expect(near.length).toBeGreaterThan(10)
  const found = new Set(ids(along(of, grid, 300)))
  expect(near.every((one) => found.has(one.account_id))).toBe(true)
})

test('of very many the most valuable are looked at', () => {
  const many = Array.from({ length: 500 }, (_, at) => candidate(100 + at, 42.5, -88.3, 1000 + at))
  const found = along(of, many, 600)
  expect(found[0]?.worth_s).toBe(1499)
  expect(found.length).toBeLessThan(100)
})
