import { expect, test } from 'vitest'
import { backWords, mayGoBack } from './back-words.ts'
import type { ImportBack } from './wire.ts'

const back = (part: Partial<ImportBack>): ImportBack => ({
  file_name: 'file.csv',
  done: false,
  removed: 0,
  paused: 0,
  restored: 0,
  moved_on: 0,
  rows: [],
  ...part,
})

test.each([
  [{ removed: 2, restored: 1 }, '2 accounts removed, 1 account as before the file'],
  [{ kind: 'visits', removed: 1 }, '1 visit removed'],
  [{ kind: 'sales', removed: 3 }, '3 months of accounts removed'],
  [{ kind: 'touches', restored: 2 }, '2 touches as before the file'],
] as const)('%o is said as a person would', (part, words) => {
  expect(backWords(back(part))).toBe(words)
})

test('nothing goes back over what changed since, and nothing where nothing is left', () => {
  expect(mayGoBack(back({ removed: 2, moved_on: 1 }))).toBe(false)
  expect(mayGoBack(back({}))).toBe(false)
  expect(mayGoBack(back({ removed: 2 }))).toBe(true)
})
