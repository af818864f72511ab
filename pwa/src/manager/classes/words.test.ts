import { expect, test } from 'vitest'
import { flagWords } from './mix-words.ts'
import { lines, pageFor } from './playbook-text.ts'
import type { PlaybookPage } from './wire.ts'

const text = (objective: string) => ({ objective, points: [], checklist: [] })
const PAGES: PlaybookPage[] = [
  { key: 'invest', page: text('class'), edited: false },
  { key: 'ramp', page: text('ramp'), edited: false },
  { key: 'invest.ramp', page: null, edited: false },
  { key: 'invest.peak', page: text('peak'), edited: true },
]

test('the most particular page is shown', () => {
  const shown = (key: string) => pageFor(PAGES, key).objective
  expect(['invest', 'invest.ramp', 'invest.peak', 'invest.off'].map(shown)).toEqual([
    'class',
    'ramp',
    'peak',
    'class',
  ])
})

test('empty lines are none, and at most eight are kept', () => {
  expect(lines(' a \n\n b\n')).toEqual(['a', 'b'])
  expect(lines('x\n'.repeat(12))).toHaveLength(8)
})

test('a flag says what is too much, how much, and the limit', () => {
  expect(flagWords({ name: 'stagnant', share: 0.84, limit: 0.8 })).toBe(
    'Stagnant: core takes 84 % (limit 80 %)',
  )
})
