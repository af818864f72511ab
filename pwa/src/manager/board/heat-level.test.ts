import { expect, test } from 'vitest'
import { makeFigure, makeMetric } from '../testing.ts'
import { heatLevel } from './heat-level.ts'

test.each([
  [0.9, 'good'],
  [0.8, 'near'],
  [0.5, 'poor'],
])('%d of at least 85 %% is %s', (value, level) => {
  expect(heatLevel(makeFigure({ value }), makeMetric())).toBe(level)
})

test('where less is better, little above the limit is near', () => {
  const late = makeMetric({ good: 'at most 8%', higher_is_better: false })
  expect(heatLevel(makeFigure({ value: 0.09 }), late)).toBe('near')
  expect(heatLevel(makeFigure({ value: 0.2 }), late)).toBe('poor')
})

test('without a limit no number is called good or poor', () => {
  expect(heatLevel(makeFigure(), makeMetric({ good: '' }))).toBe('plain')
})
