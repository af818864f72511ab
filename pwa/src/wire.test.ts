import { expect, test } from 'vitest'
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

test('a page that is not ours is no answer', () => {
  for (const other of [null, 'text', [], {}, { results: [], changes: [] }]) {
    expect(isSyncAnswer(other)).toBe(false)
  }
})

test('a row of a type from the future is passed over', () => {
  expect(isRow({ type: 'photo', id: 'x', rev: 1 })).toBe(false)
  expect(isRow({ type: 'visit', id: 'x', rev: 1 })).toBe(true)
})
