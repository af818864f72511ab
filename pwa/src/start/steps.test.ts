import { expect, test } from 'vitest'
import { after, BEGIN, type Happening, next, restored, STEPS } from './steps.ts'

const tour = (...all: Happening[]) => all.reduce(after, BEGIN)

test('the whole tour ticks every step', () => {
  const all = tour(
    'why',
    'signal-off',
    'reported',
    'missed',
    'sent',
    'list',
    'planned',
    'previewed',
  )
  expect(next(all)).toBeNull()
  expect(all.done).toHaveLength(STEPS.length)
})

test('the list behind a number counts only after a report has arrived', () => {
  expect(tour('list').done).toEqual([])
  expect(tour('sent', 'list').done).toEqual(['board'])
})

test('steps may be done in any order, each ticks once', () => {
  const some = tour('reported', 'why', 'reported')
  expect(some.done).toEqual(['report', 'why'])
  expect(next(some)).toBe('signal')
})

test('a stored tour goes on; anything else begins anew', () => {
  const some = tour('why', 'sent')
  expect(restored(JSON.stringify(some))).toEqual(some)
  for (const text of [null, '', '{}', '[1]', '{"done":["flying"]}']) {
    expect(restored(text)).toEqual(BEGIN)
  }
})
