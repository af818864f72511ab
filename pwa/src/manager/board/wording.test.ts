import { expect, test } from 'vitest'
import { makeFigure, makeMetric } from '../testing.ts'
import type { Coverage } from '../wire.ts'
import type { Board } from './wire.ts'
import {
  age,
  aimWords,
  exactWords,
  intervalWords,
  isGood,
  partWords,
  rankWords,
  sentence,
  trend,
  valueWords,
} from './wording.ts'

const late = makeMetric({ name: 'overdue_share', good: 'at most 8%', higher_is_better: false })

test('what could not be measured is a dash, never 0', () => {
  expect(valueWords(null, 'share')).toBe('–')
  expect(exactWords(null, 'share')).toBe('–')
  expect(valueWords(0, 'share')).toBe('0 %')
})

test('one visit of hundreds can be seen in a big figure', () => {
  expect(exactWords(239 / 332, 'share')).not.toBe(exactWords(240 / 332, 'share'))
})

test('a share says what it is made of; a sum has no whole', () => {
  expect(partWords(makeFigure({ numerator: 43.5, denominator: 50 }), 'share')).toBe('43.5 of 50')
  expect(partWords(makeFigure({ denominator: null }), 'value')).toBe('')
})

test('the interval is shown only where there are few', () => {
  const few = makeFigure({ low: 0.52, high: 0.951, denominator: 12 })
  expect(intervalWords(few, 'share')).toBe('few: 52–95 %')
  expect(intervalWords({ ...few, denominator: 200 }, 'share')).toBe('')
})

test('more overdue is worse, more attained is better', () => {
  const figure = makeFigure({ value: 0.6, before: 0.5 })
  expect(trend(figure, makeMetric())).toEqual({ direction: 'better', text: '+10 pts' })
  expect(trend(figure, late)).toEqual({ direction: 'worse', text: '+10 pts' })
})

test('without a period before there is no trend', () => {
  expect(trend(makeFigure({ before: null }), makeMetric())).toBeNull()
})

test('good and not good follow the limit the server names', () => {
  expect(isGood(makeFigure({ value: 0.85 }), makeMetric())).toBe(true)
  expect(isGood(makeFigure({ value: 0.84 }), makeMetric())).toBe(false)
  expect(isGood(makeFigure({ value: 0.09 }), late)).toBe(false)
  expect(isGood(makeFigure(), makeMetric({ good: '' }))).toBeNull()
})

test('the sentence says how well, what is late, and how old the plan is', () => {
  const total = { key: 'all', label: 'All', figures: [makeFigure({ value: 0.86 })] }
  const board = { total } as Coverage
  expect(sentence(board, 14, { rep: 'Ann', age_h: 2.2 })).toBe(
    "Attainment 86 %, 14 accounts overdue, Ann's plan is 2 h old.",
  )
  expect(sentence(board, 1, null)).toBe('Attainment 86 %, 1 account overdue.')
})

test.each([
  [0.01, '1 min'],
  [0.5, '30 min'],
  [47, '47 h'],
  [72, '3 days'],
])('%d hours are said as %s', (hours, words) => {
  expect(age(hours)).toBe(words)
})

const reps = ['ann', 'bea', 'cem']
function ranked(pairs: [string, string][]): string {
  const figures = [makeFigure({ low: 0.1, high: 0.2 })]
  const board = {
    groups: reps.map((key) => ({ key, label: key, figures })),
    apart: pairs.map(([better, worse]) => ({ metric: 'attainment', better, worse })),
  } as unknown as Board
  return rankWords(makeMetric(), board, (key) => key)
}

test('nobody is ranked where all intervals overlap', () => {
  expect(ranked([])).toBe('Attainment: no ranking, the intervals overlap.')
})

test('only pairs whose intervals are apart are put in order', () => {
  expect(ranked([['ann', 'bea']])).toBe(
    'Attainment: ann before bea; between the others the intervals overlap.',
  )
})

test('a ratio keeps two digits, and says what to what', () => {
  expect(valueWords(0.574, 'ratio')).toBe('0.57')
  expect(partWords(makeFigure({ numerator: 30, denominator: 60 }), 'ratio')).toBe('30 to 60')
})

test('a small change of a ratio is not rounded away', () => {
  const moved = trend(makeFigure({ value: 0.62, before: 0.58 }), makeMetric({ unit: 'ratio' }))
  expect(moved).toEqual({ direction: 'better', text: '+0.04' })
})

test('what a number should be is said beside it, whichever way is better', () => {
  expect(aimWords(late)).toBe('aim ≤\u00a08\u00a0%')
  expect(aimWords(makeMetric({ good: 'at least 0.6', higher_is_better: true }))).toBe(
    'aim ≥\u00a00.6',
  )
})
