import { expect, test } from 'vitest'
import { isUnderway, judgingWords } from './judging-words.ts'
import type { Judging } from './wire.ts'

const NOW = Date.parse('2026-05-04T10:00:00Z')
const judging = (part: Partial<Judging>): Judging => ({
  state: 'done',
  ahead: 0,
  finished_at: '2026-05-04T09:00:00Z',
  error: '',
  ...part,
})

test.each([
  [{ state: 'waiting' }, 'It begins at once.'],
  [{ state: 'waiting', ahead: 1 }, 'after the plan or other work'],
  [{ state: 'waiting', ahead: 3 }, 'after the 3 pieces of work'],
  [{ state: 'running' }, 'now'],
  [{ state: 'failed', error: 'No room.' }, 'No room.'],
  [{ state: 'never', finished_at: null }, 'never'],
  [{}, 'ago'],
] as const)('%o is said', (part, words) => {
  expect(judgingWords(judging(part), NOW)).toContain(words)
})

test('only what waits or runs is underway', () => {
  expect(isUnderway(judging({ state: 'waiting' }))).toBe(true)
  expect(isUnderway(judging({}))).toBe(false)
})
