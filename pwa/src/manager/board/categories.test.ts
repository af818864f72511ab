import { expect, test } from 'vitest'
import { categories, SORTS } from './categories.ts'
import type { MapAccount } from './wire.ts'

const account = (changes: Partial<MapAccount> = {}) =>
  ({
    account_id: 'a',
    account_class: 'core',
    due: 'overdue',
    attainment: 'none',
    lat: 1,
    lon: 2,
    ...changes,
  }) as MapAccount

const accounts = [
  account(),
  account({ due: 'not_due', attainment: 'met', account_class: 'prospect' }),
  account({ due: 'no_cadence', attainment: 'not_asked', lat: null, lon: null }),
]

test.each(SORTS.map(([by]) => by))('by %s each account is in exactly one category', (by) => {
  const found = categories(accounts, by)
  expect(found.flatMap((one) => one.all)).toHaveLength(accounts.length)
})

test('an account without a place is counted, and not on the map', () => {
  const placed = categories(accounts, 'due').flatMap((one) => one.placed)
  expect(placed).toHaveLength(2)
})

test('no two categories of a map have the same shape', () => {
  for (const [by] of SORTS) {
    const shapes = categories([], by).map((one) => one.shape)
    expect(new Set(shapes).size).toBe(shapes.length)
  }
})
