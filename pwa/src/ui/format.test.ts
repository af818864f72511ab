import { expect, test } from 'vitest'
import * as format from './format.ts'
import { t, word } from './t.ts'

test('clock times are 24-hour with two digits, and midnight closes a day as 24:00', () => {
  expect(format.clock(9 * 3600 + 40 * 60)).toBe('09:40')
  expect(format.clock(null)).toBe('--:--')
  expect(format.hours([[36_000, 86_400]])).toBe('10:00\u201324:00')
})

test('durations are whole minutes, and minutes never reach 60', () => {
  expect(format.duration(7800)).toBe('2 h 10')
  expect(format.duration(3600)).toBe('1 h')
  expect(format.duration(3599)).toBe('1 h')
  expect(format.duration(90)).toBe('2 min')
})

test('lengths are miles where roads are signed in miles', () => {
  expect(format.usualUnit('en-US')).toBe('mi')
  expect(format.usualUnit('de-AT')).toBe('km')
  expect(format.length(16_093, 'mi')).toBe('10 mi')
  expect(format.length(5200, 'km')).toBe('5.2 km')
})

test('a date shows its year only when it is another one', () => {
  expect(format.date('2026-05-05', '2026-01-01')).toBe('Tue 5 May')
  expect(format.date('2025-05-05', '2026-01-01')).toBe('Mon 5 May 2025')
})

test('opening hours say closed and all day in words', () => {
  expect(format.hours([])).toBe('closed')
  expect(format.hours([[0, 86_400]])).toBe('open all day')
})

test('a change needs something to compare with', () => {
  expect(format.change(112, 100)).toBe('+12%')
  expect(format.change(50, 100)).toBe('\u221250%')
  expect(format.change(50, 0)).toBeNull()
})

test('texts are chosen by number, and a code nobody knows stays readable', () => {
  expect(t('today.line.visits', { count: 1 })).toBe('1 visit')
  expect(t('today.line.visits', { count: 9 })).toBe('9 visits')
  expect(word('result', 'left_a_sample')).toBe('left a sample')
})
