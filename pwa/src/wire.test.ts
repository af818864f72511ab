import { expect, test } from 'vitest'
import { list } from './listed.ts'
import { makeItem } from './testing.ts'
import { isRow, isSyncAnswer, type ReportArgs, SCHEMA } from './wire.ts'

/** The contract between the two languages, read by pytest as well. */
const golden = import.meta.glob<Record<string, unknown>>('../../tests/wire/*.json', {
  eager: true,
  import: 'default',
})

const answers = Object.entries(golden).filter(([, message]) => 'server_time' in message)

test.each(answers)('%s is an answer this phone can keep', (_, message) => {
  expect(isSyncAnswer(message)).toBe(true)
  expect((message.changes as unknown[]).every(isRow)).toBe(true)
})

test('a golden list has the columns this phone reads, and no other', () => {
  const lists = answers.flatMap(([, message]) => (message.accounts ? [message.accounts] : []))
  const { address, zip, contacts, ...columns } = list([])
  expect(lists).toHaveLength(1)
  expect(Object.keys(lists[0] as object).sort()).toEqual(Object.keys(columns).sort())
})

/** Everything a report may say; the compiler keeps the list whole. */
const REPORT: Record<keyof ReportArgs, true> = {
  visit_id: true,
  on: true,
  outcome: true,
  result: true,
  note: true,
  minutes: true,
  next_step: true,
  next_step_on: true,
  class_answer: true,
  class_wanted: true,
  events: true,
  order_value: true,
  photos: true,
}

const requests = Object.entries(golden).filter(([, message]) => 'send' in message)

test.each(requests)('%s has the fields this phone writes, and no other', (_, message) => {
  const mine = Object.keys(makeItem()).sort()
  const first = ['client_id', 'cursor', 'epoch', 'schema', 'send']
  const now = [...first, 'plan', 'rest'].sort()
  expect(Object.keys(message).sort()).toEqual(message.schema === SCHEMA ? now : first)
  for (const item of message.send as Record<string, unknown>[]) {
    expect(Object.keys(item).sort()).toEqual(mine)
    if (item.kind === 'report')
      expect(Object.keys(REPORT)).toEqual(expect.arrayContaining(Object.keys(item.args as object)))
  }
})

test('a page that is not ours is no answer', () => {
  for (const other of [null, 'text', [], {}, { results: [], changes: [] }]) {
    expect(isSyncAnswer(other)).toBe(false)
  }
})

test('a row of a type from the future is passed over', () => {
  expect(isRow({ type: 'photo', id: 'x', rev: 1 })).toBe(false)
  expect(isRow({ type: 'visit', id: 'x', rev: 1 })).toBe(true)
})
