import { expect, test } from 'vitest'
import type { Exception, Monday, MondayItem, MondayRep } from './wire.ts'
import { barHeight, behind, changeWords, stripWords } from './words.ts'

function item(changes: Partial<MondayItem> = {}): MondayItem {
  return {
    account_id: 'a',
    name: 'Anchor Grill',
    city: '',
    rep_id: 'ann',
    rep: 'Ann',
    account_class: 'core',
    tier: 'B',
    on: null,
    note: '',
    adds: 1,
    of: 0,
    ...changes,
  }
}

const WEEK = {
  first: '2026-05-04',
  required_min: 60,
  available_min: 60,
  share: 1,
  flag: '',
} as const
const REP: MondayRep = {
  rep_id: 'ann',
  rep: 'Ann',
  weeks: [WEEK],
  share: 1,
  attainment: 0.5,
  attainment_before: null,
  overdue_value: 3,
  overdue: 2,
  unreported: 0,
  last_sync: null,
  silent_days: null,
}

const DATA: Monday = {
  first: '2026-04-08',
  today: '2026-05-05',
  sentence: [],
  attainment: 0.5,
  attainment_before: 0.6,
  reps: [REP],
  decisions: [{ key: 'ramp:ann', title: 'A ramp', items: [item()] } as unknown as Exception],
  open: 1,
  snoozed: 0,
  lists: {
    required: [item({ adds: 1, of: 1.5 }), item({ adds: 0, of: 0.5, rep_id: 'eve' })],
    overdue: [item({ adds: 2 }), item({ adds: 1, account_class: 'invest' })],
    unreported: [item()],
  },
}

test('the rows behind attainment add up to it', () => {
  expect(behind(DATA, { list: 'required' })?.total).toBe('2 accounts, 1 made of 2 required: 50 %')
})

test('a rep’s number is made of that rep’s rows alone', () => {
  expect(behind(DATA, { list: 'required', rep: 'eve' })?.items).toHaveLength(1)
})

test('core overdue leaves the other classes out', () => {
  expect(behind(DATA, { list: 'overdue', class: 'core' })?.total).toBe('1 account, overdue value 2')
})

test('a decision opens its own rows', () => {
  expect(behind(DATA, { list: 'ramp:ann' })?.title).toBe('A ramp')
})

test.each([{}, { list: 'nothing' }])('without a known number there is no list', (query) => {
  expect(behind(DATA, query as Record<string, string>)).toBeNull()
})

test.each([
  [0.83, 0.86, '−3'],
  [0.86, 0.83, '+3'],
  [0.861, 0.859, 'as before'],
  [0.5, null, ''],
])('%s after %s is %s', (now, before, words) => {
  expect(changeWords(now, before)).toBe(words)
})

test('the strip says how many weeks are over, and the worst', () => {
  const weeks = [WEEK, { ...WEEK, share: 1.2 }, { ...WEEK, share: 1.31 }]
  expect(stripWords({ ...REP, weeks })).toContain('2 weeks are over, the worst at 131 %')
})

test('a bar ends at the top however full the week is', () => {
  expect(barHeight({ ...WEEK, share: 3 }, 30)).toBe(30)
  expect(barHeight({ ...WEEK, share: null }, 30)).toBe(0)
})
