import { expect, test } from 'vitest'
import { makeFeedback } from '../../testing.ts'
import { loadMoreTexts } from '../../ui/t.ts'
import { makeReport } from '../testing.ts'
import { photoAlt, saidBy, tellings, wish } from './telling.ts'

const TODAY = '2026-05-05'
await loadMoreTexts()

test('a word says who, when and about what', () => {
  expect(saidBy(makeFeedback({ on: '2026-05-04', topic: 'plan' }), TODAY)).toMatch(
    /^Ann, Mon.* 4.*, about the plan$/,
  )
})

test('a proposal says the class as it is now and the one that is wanted', () => {
  expect(wish(makeReport({ account_class: 'core', class_wanted: 'invest' }))).toBe('Core to Invest')
})

test('a plain report tells nothing more', () => {
  expect(tellings(makeReport(), TODAY)).toEqual([])
})

test('an order is told, also one of nothing', () => {
  expect(tellings(makeReport({ order_value: 1200 }), TODAY)[0]).toMatch(/^Order of .*1,200/)
  expect(tellings(makeReport({ order_value: 0 }), TODAY)).toHaveLength(1)
})

test.each([
  [{ next_step: 'Bring samples', next_step_on: null }, /^Promised: Bring samples$/],
  [{ next_step: 'Bring samples', next_step_on: '2026-05-12' }, /^Promised: .*\(by .*12.*\)$/],
  [{ next_step: '', next_step_on: '2026-05-12' }, /^Next step by .*12/],
])('a promise is told as far as it was given: %o', (said, words) => {
  expect(tellings(makeReport(said), TODAY)).toEqual([expect.stringMatching(words)])
})

test.each([
  [{ class_answer: 'keep' }, 'Class still right'],
  [{ class_answer: 'unsure', events: ['closing'] }, /right: Closing down$/],
  [
    { class_answer: 'change', class_wanted: 'invest', events: ['merger', 'big_deal'] },
    'Wants class Invest: Merger, Big deal',
  ],
  [{ events: ['merger'] }, 'Happened: Merger'],
])('the answer about the class is told with what happened: %o', (said, words) => {
  expect(tellings(makeReport(said), TODAY)).toEqual([expect.stringMatching(words)])
})

test('each picture has a name of its own', () => {
  const report = makeReport({ photos: ['a', 'b'] })
  expect(photoAlt(report, 1, TODAY)).toMatch(/^Photo 2 of 2 by Ann, /)
})
