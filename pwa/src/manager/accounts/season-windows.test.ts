import { expect, test } from 'vitest'
import { drafts, parseDay, read, windowWords } from './season-windows.ts'

test.each([
  ['1 May', '05-01'],
  ['May 1', '05-01'],
  ['05-01', '05-01'],
  ['1.5.', '05-01'],
  ['29 February', '02-29'],
])('%s is a day of the year', (text, day) => {
  expect(parseDay(text)).toBe(day)
})

test.each(['31 February', '0 May', '1 Foo', '32.1', '', '13-01'])('%s is none', (text) => {
  expect(parseDay(text)).toBeNull()
})

test('what was read can be typed again without a change', () => {
  const windows = [{ state: 'in', start: '11-12', end: '03-31' }] as const
  expect(read(drafts(windows))).toEqual(windows)
})

test('one day that cannot be read stops all windows', () => {
  const [good] = drafts([{ state: 'in', start: '05-01', end: '09-30' }])
  expect(good && read([good, { ...good, end: 'later' }])).toBeNull()
})

test('a window is said in words', () => {
  expect(windowWords({ state: 'off', start: '11-01', end: '04-15' })).toBe('off 1 Nov to 15 Apr')
})
