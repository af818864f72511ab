import { describe, expect, it } from 'vitest'
import type { Goal, GoalMeasure } from './wire.ts'
import { formOf, hasWay, listQuery, newForm, requestOf, share, valueWords } from './words.ts'

const goal: Goal = {
  id: '1',
  name: 'Reach',
  metric: 'reach',
  target: 0.9,
  by: 'rep',
  key: 'ann',
  group: 'Ann',
  first: '2026-05-01',
  last: '2026-07-31',
  baseline: 0.5,
  maker: 'Bob',
  made_at: '',
  closed_at: null,
  value: 0.7,
  expected: 0.6,
  elapsed: 0.3,
  state: 'ahead',
  same_people: true,
}
const measure = (unit: string, source: 'board' | 'results' = 'board'): GoalMeasure => ({
  name: 'reach',
  label: 'Reach',
  unit,
  higher: true,
  source,
  adds_up: false,
})

describe('the form', () => {
  it('begins with the next whole quarter of months', () => {
    const { first, last } = newForm('2026-11-22')
    expect([first, last]).toEqual(['2026-12-01', '2027-02-28'])
  })
  it('begins today on a first of a month', () => {
    expect(newForm('2026-05-01').last).toBe('2026-07-31')
  })
  it('takes shares in per cent and sends them as parts', () => {
    const form = { ...newForm('2026-05-05'), target: '85' }
    expect(requestOf(form, measure('share')).target).toBe(0.85)
    expect(requestOf(form, measure('days')).target).toBe(85)
  })
  it('sends what is empty as missing, so that all is told at once', () => {
    const sent = requestOf({ ...newForm('2026-05-05'), first: '' }, null)
    expect([sent.target, sent.first]).toEqual([null, null])
  })
  it('shows a goal as it was typed', () => {
    expect(formOf({ ...goal, target: 0.07 }, 'share').target).toBe('7')
  })
})

it('opens the very list of its number, no further than today', () => {
  const board = listQuery(goal, measure('share'), '2026-05-20')
  expect(board).toMatchObject({ first: '2026-05-01', last: '2026-05-20', of: 'rep', key: 'ann' })
  const sold = listQuery({ ...goal, by: 'all' }, measure('money', 'results'), '2026-06-20')
  expect(sold).toMatchObject({ from: '2026-05', to: '2026-06', result: 'reach', of: null })
})

it('stands half way between baseline and target', () => {
  expect(share(goal, 0.7, measure('share'))).toBeCloseTo(0.5)
  expect(share({ ...goal, target: 0.1 }, 0.3, measure('share'))).toBeCloseTo(0.5)
  expect(share(goal, null, measure('share'))).toBe(0)
})

it('says a share in per cent and nothing as a dash', () => {
  expect(valueWords(0.855, 'share')).toBe('85.5 %')
  expect(valueWords(null, 'days')).toBe('–')
})

it('has no way to draw where the start was past the target', () => {
  expect(hasWay(goal, measure('share'))).toBe(true)
  expect(hasWay({ ...goal, baseline: 0.95 }, measure('share'))).toBe(false)
  expect(hasWay({ ...goal, baseline: null }, measure('share'))).toBe(false)
})
