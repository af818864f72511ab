import { expect, test } from 'vitest'
import { FACTORS, STEPS, USUAL, weighedWords } from './weighing.ts'

test('only what is weighed otherwise is said', () => {
  expect(weighedWords(USUAL)).toBe('as usual')
  expect(weighedWords({ ...USUAL, driving: 2, value: 0.25 })).toBe(
    'short ways more, value much less',
  )
  expect(weighedWords({ ...USUAL, steady: 1.5 })).toBe('keep what is published 1.5 times')
})

test('the middle of the slider is the usual, and every place has its word', () => {
  expect(FACTORS[STEPS.indexOf('as usual')]).toBe(1)
  expect(FACTORS.length).toBe(STEPS.length)
})
