import { expect, test } from 'vitest'
import { makeAccount } from '../../testing.ts'
import { asked, urgency, work } from './filters.ts'

test('a list of work becomes the word the server reads', () => {
  expect(asked({ show: 'unassigned', q: 'café' })).toMatchObject({ unassigned: '1', q: 'café' })
  expect(asked({ show: 'unassigned' }).needs_location).toBeUndefined()
})

test('an unknown list is the whole list', () => {
  expect(work({ show: 'everything' })).toBe('all')
})

test('overdue stands before due, and the more urgent before the less', () => {
  const of = (state: 'overdue' | 'due', priority: number) =>
    urgency(makeAccount({ due: { ...makeAccount().due, state, priority } }))
  expect(of('overdue', 1)).toBeLessThan(of('due', 9))
  expect(of('due', 9)).toBeLessThan(of('due', 2))
})
