import { expect, test } from 'vitest'
import { added, among, howMany, NONE, ranged, toggled } from './picking.ts'

const ROWS = ['a', 'b', 'c', 'd']

test('a row is picked and let go, and the set before stays as it was', () => {
  const one = toggled(NONE, 'a', true)
  expect([...one]).toEqual(['a'])
  expect([...toggled(one, 'a', false)]).toEqual([])
  expect(NONE.size).toBe(0)
})

test.each([
  ['b', 'd'],
  ['d', 'b'],
])('a range from %s to %s takes both ends and what lies between', (from, to) => {
  expect([...ranged(NONE, ROWS, from, to, true)].sort()).toEqual(['b', 'c', 'd'])
})

test('a range also lets go', () => {
  expect([...ranged(new Set(ROWS), ROWS, 'a', 'c', false)]).toEqual(['d'])
})

test('a range whose beginning left the list is its end alone', () => {
  expect([...ranged(NONE, ROWS, 'gone', 'c', true)]).toEqual(['c'])
})

test('what left the list is not picked any more', () => {
  expect([...among(new Set(['a', 'z']), ROWS)]).toEqual(['a'])
})

test('none, some and all of the rows', () => {
  expect(howMany(NONE, ROWS)).toBe('none')
  expect(howMany(new Set(['a', 'z']), ROWS)).toBe('some')
  expect(howMany(added(NONE, ROWS), ROWS)).toBe('all')
})
