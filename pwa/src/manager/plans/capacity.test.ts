import { expect, test } from 'vitest'
import type { Capacity } from '../wire.ts'
import { inWords } from './capacity.tsx'

const required_h = { core: 0, invest: 0, opportunistic: 0, divest: 0, prospect: 0 }

function found(all_h: number, part: Partial<Capacity>): Capacity {
  const total = { first: '', last: '', required_h, all_h, available_h: 400, fits: all_h < 390 }
  return { weeks: [], total, stretch: 1, stretch_all: 1, ...part }
}

test('what fits is said to fit', () => {
  expect(inWords(found(300, {}))).toBe('It fits: 300 h required, 400 h there.')
})

test('too much says what is stretched and what would do', () => {
  expect(inWords(found(500, { stretch: 1.5, stretch_all: 1.25 }))).toBe(
    'Too much: 500 h required, 400 h there. Those that may are stretched to 1.5 times. ' +
      'Otherwise all intervals alike would have to grow to 1.25 times.',
  )
})

test('too much for any stretching says so', () => {
  expect(inWords(found(5000, { stretch: null, stretch_all: null }))).toContain(
    'not enough: visits are left out. Otherwise no stretching of all intervals is enough.',
  )
})
