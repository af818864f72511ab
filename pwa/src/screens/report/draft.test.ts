import { expect, test } from 'vitest'
import {
  minutesOf,
  newDraft,
  orderValue,
  readDraft,
  reportArgs,
  withClassAnswer,
  withOutcome,
} from './draft.ts'
import { workday } from './next-step.tsx'

test('a phone visit starts as done by phone', () => {
  expect(newDraft('phone').outcome).toBe('phone')
  expect(newDraft('visit').outcome).toBe('made')
})

test('another outcome keeps the words, and the result only where it has one of that name', () => {
  const draft = { ...newDraft('visit'), result: 'order', note: 'Two boxes' }
  expect(withOutcome(draft, 'phone')).toMatchObject({ result: 'order', note: 'Two boxes' })
  expect(withOutcome(draft, 'missed')).toMatchObject({ result: null, note: 'Two boxes' })
})

test('minutes are whole and within a day, or not said', () => {
  const minutes = (text: string) => minutesOf({ ...newDraft('visit'), minutes: text })
  expect([minutes('25'), minutes('25.4'), minutes(''), minutes('x'), minutes('2000')]).toEqual([
    25,
    25,
    null,
    null,
    null,
  ])
})

test('what an older version kept is completed, and what this one cannot show is no draft', () => {
  const old = { outcome: 'made', result: null, note: 'Two boxes', minutes: '' }
  expect(readDraft(old, 'visit')).toMatchObject({ note: 'Two boxes', photos: [] })
  expect(readDraft({ ...old, outcome: 'teleported' }, 'visit')).toBe(null)
  expect(readDraft(undefined, 'visit')).toBe(null)
})

test('an order is worth the same however it is written', () => {
  const value = (order_value: string) => orderValue({ ...newDraft('visit'), order_value })
  expect(['1 234,50', '1,234.50', '$1.234', '12', ''].map(value)).toEqual([
    1234.5,
    1234.5,
    1234,
    12,
    null,
  ])
})

test('another answer about the class forgets the class that was wanted', () => {
  const draft = { ...newDraft('visit'), class_answer: 'change', class_wanted: 'invest' } as const
  expect(withClassAnswer({ ...draft, events: ['merger'] }, 'keep')).toMatchObject({
    class_answer: 'keep',
    class_wanted: null,
    events: [],
  })
})

test('a missed visit says nothing about order or class, but may promise something', () => {
  const draft = { ...newDraft('visit'), order_value: '9', class_answer: 'keep' } as const
  const told = reportArgs({ ...draft, outcome: 'missed', next_step: ' Call ' }, null, '2026-05-05')
  expect(told).toMatchObject({ order_value: null, class_answer: '', next_step: 'Call' })
})

test('a next step falls on a working day', () => {
  expect(workday('2026-05-06', 3)).toBe('2026-05-11')
  expect(workday('2026-05-05', 3)).toBe('2026-05-08')
})
