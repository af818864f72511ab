import { expect, test } from 'vitest'
import type { Effect, RampAccount } from './wire.ts'
import {
  followersSentence,
  isAsSuggested,
  orderWords,
  rampLead,
  visitsSentence,
} from './wording.ts'

const effect: Effect = {
  governed: 1,
  replaced: 0,
  overruled: 0,
  elsewhere: 0,
  changed: [],
  weeks: [],
  followers: [],
}

test('who follows is said without what is nothing', () => {
  expect(followersSentence(effect)).toBe('1 account follows.')
  expect(
    followersSentence({ ...effect, governed: 12, replaced: 2, overruled: 1, elsewhere: 2 }),
  ).toBe(
    '12 accounts follow; 2 leave windows that are less specific; 1 has windows that are more specific; 2 of other teams do so too.',
  )
})

test('visits are a mean of the weeks', () => {
  const weeks = [
    { first: '2026-05-05', before: 2, after: 0 },
    { first: '2026-05-12', before: 3, after: 1 },
  ]
  expect(visitsSentence(weeks)).toBe('Required visits a week, over the next 2 weeks: 2.5 → 0.5.')
})

test('an order is told with how long before or after it came', () => {
  const one = { order: 'before', lag_months: -1 } as RampAccount
  expect(orderWords(one)).toBe('bought before the first touch, 1 month earlier')
  expect(orderWords({ ...one, order: 'same_month', lag_months: 0 })).toBe(
    'ordered in the month of the first touch',
  )
})

test('the ramp is told as the settings have it', () => {
  expect(rampLead({ days: 42, touches: 2 })).toBe(
    '2 touches are wanted in the 42 days before an account opens.',
  )
  expect(rampLead({ days: 42, touches: 0 })).toContain('No visits')
})

test('windows are as suggested in any order, and not a day later', () => {
  const may = { of: 'town' as const, state: 'in' as const, start: '05-01', end: '09-30' }
  const july = { ...may, state: 'peak' as const, start: '07-01' }
  expect(isAsSuggested({ windows: [may, july], current: [july, may] })).toBe(true)
  expect(isAsSuggested({ windows: [may], current: [{ ...may, start: '05-02' }] })).toBe(false)
})
