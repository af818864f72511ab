import { expect, test } from 'vitest'
import { makeAccount } from '../../testing.ts'
import { found } from './search.ts'

const due = (state: 'overdue' | 'not_due', priority: number) =>
  ({ ...makeAccount().due, state, priority }) as const

const accounts = [
  makeAccount({ name: 'Café Zürich', city: 'Fontana', due: due('not_due', 0) }),
  makeAccount({ name: 'Harbor Grill', number: 'A-77', due: due('overdue', 3) }),
  makeAccount({ name: 'Closed Kiosk', active: false }),
]
const names = (words: string, filter: Parameters<typeof found>[2] = 'all') =>
  found(accounts, words, filter).map((account) => account.name)

test('the most urgent stands first, inactive accounts nowhere', () => {
  expect(names('')).toEqual(['Harbor Grill', 'Café Zürich'])
})

test('every word must be somewhere; accents and case do not matter', () => {
  expect(names('ZURICH font')).toEqual(['Café Zürich'])
  expect(names('a-77')).toEqual(['Harbor Grill'])
  expect(names('zurich harbor')).toEqual([])
})

test('a filter keeps to the state of the due date', () => {
  expect(names('', 'overdue')).toEqual(['Harbor Grill'])
  expect(names('', 'unplanned')).toEqual([])
})
