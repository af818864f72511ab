import { expect, test } from 'vitest'
import { backWords, mayGoBack } from './back-words.ts'
import { alike, lineWords } from './problems.ts'

const unknown = { column: 'Owner', text: 'There is no rep “Rolf”.' }

test('the same fault in many lines is told once, with its lines', () => {
  const told = alike([
    { ...unknown, line: 2 },
    { column: 'lat', text: 'not a number', line: 3 },
    { ...unknown, line: 5 },
  ])
  expect(told.map((one) => [one.column, one.lines])).toEqual([
    ['Owner', [2, 5]],
    ['lat', [3]],
  ])
})

test('a fault of the whole file has no lines, and of many lines the first are named', () => {
  expect(lineWords({ lines: [] })).toBe('whole file')
  expect(lineWords({ lines: [2, 3] })).toBe('2, 3')
  expect(lineWords({ lines: [2, 3, 4, 5, 6, 7, 8, 9] })).toBe('2, 3, 4, 5, 6, 7 and 2 more')
})

const back = {
  file_name: 'a.csv',
  done: false,
  removed: 0,
  paused: 0,
  restored: 0,
  moved_on: 0,
  rows: [],
}

test('taking back says what becomes of how many accounts', () => {
  expect(backWords({ ...back, removed: 1, paused: 12 })).toBe(
    '1 account removed, 12 accounts paused',
  )
  expect(backWords(back)).toBe('')
})

test('nothing is taken back over somebody’s own change, nor where nothing is left', () => {
  expect(mayGoBack({ ...back, restored: 2 })).toBe(true)
  expect(mayGoBack({ ...back, restored: 2, moved_on: 1 })).toBe(false)
  expect(mayGoBack(back)).toBe(false)
})
