import { expect, test } from 'vitest'
import { makeAccount } from '../../testing.ts'
import { isIn, KINDS, legend, markPath, towns } from './marks.ts'

const FOUND = [
  makeAccount({ id: '1', account_class: 'core', city: 'Elkhorn' }),
  makeAccount({ id: '2', account_class: 'core', city: 'Delavan', lat: null, lon: null }),
  makeAccount({ id: '3', account_class: 'divest', city: 'Elkhorn' }),
]

test('the counts of the legend are those of the table, with and without a place', () => {
  const rows = legend(FOUND, 'class')
  expect(rows).toEqual([
    { kind: 'core', count: 2, placed: 1 },
    { kind: 'divest', count: 1, placed: 1 },
  ])
  expect(legend(FOUND, 'due').reduce((sum, row) => sum + row.count, 0)).toBe(FOUND.length)
})

test.each(['class', 'due'] as const)('each kind by %s has a shape of its own', (by) => {
  expect(new Set(KINDS[by].map(markPath)).size).toBe(KINDS[by].length)
})

test('a rectangle holds what lies in it, whichever corner it began at', () => {
  const box = { from: { x: 10, y: 10 }, to: { x: 0, y: 0 } }
  expect(isIn(box, { x: 5, y: 10 })).toBe(true)
  expect(isIn(box, { x: 11, y: 5 })).toBe(false)
})

test('towns come by name with their accounts', () => {
  expect(towns(FOUND)).toEqual([
    ['Delavan', ['2']],
    ['Elkhorn', ['1', '3']],
  ])
})
