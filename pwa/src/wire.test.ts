import { expect, test } from 'vitest'
import { makeItem } from './testing.ts'
import { isRow, isSyncAnswer } from './wire.ts'

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

const requests = Object.entries(golden).filter(([, message]) => 'send' in message)

test.each(requests)('%s has the fields this phone writes, and no other', (_, message) => {
  const mine = Object.keys(makeItem()).sort()
  const args = Object.keys(makeItem().args)
  expect(Object.keys(message).sort()).toEqual(['client_id', 'cursor', 'epoch', 'schema', 'send'])
  for (const item of message.send as Record<string, unknown>[]) {
    expect(Object.keys(item).sort()).toEqual(mine)
    if (item.kind === 'report')
      expect(args).toEqual(expect.arrayContaining(Object.keys(item.args as object)))
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
