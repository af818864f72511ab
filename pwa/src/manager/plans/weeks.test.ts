import { expect, test } from 'vitest'
import { makePlan, makeRep } from '../testing.ts'
import { dayWords, fill, hours, inWords, width } from './weeks.ts'
import type { HoursDay, HoursWeek } from './wire.ts'

const day = (changes: Partial<HoursDay> = {}): HoursDay => ({
  on: '2026-05-05',
  stops: 8,
  calls: 0,
  service_s: 14_400,
  travel_s: 7200,
  needed_s: 21_600,
  there_s: 30_600,
  why: '',
  ...changes,
})

const week = (changes: Partial<HoursWeek> = {}): HoursWeek => ({
  first: '2026-05-04',
  last: '2026-05-10',
  required_s: 0,
  needed_s: 72_000,
  there_s: 144_000,
  planned: true,
  days: [],
  ...changes,
})

test('a day is said with its stops and what it takes of what is there', () => {
  expect(dayWords(day(), true)).toBe('Tue 5 May: 8 stops, 6 h of 8 h 30, 71 %')
  expect(dayWords(day({ needed_s: 0, stops: 0 }), false)).toBe('Tue 5 May: not planned yet')
  expect(dayWords(day({ needed_s: 0, there_s: 0, why: 'Dentist' }), true)).toContain('Dentist')
})

test('planned work on a day nobody works is more than full', () => {
  expect(fill(day({ there_s: 0 }))).toBeGreaterThan(1)
  expect(fill(day({ there_s: 0, needed_s: 0 }))).toBe(0)
})

test('Saturday has a column only where somebody works on it', () => {
  const free = day({ needed_s: 0, there_s: 0 })
  const days = [day(), day(), day(), day(), day(), free, free]
  expect(width([week({ days })])).toBe(5)
  expect(width([week({ days: [...days.slice(0, 5), day(), free] })])).toBe(6)
})

test('weeks that are not planned yet do not count, the fullest is named', () => {
  const later = week({ first: '2026-05-11', needed_s: 108_000 })
  const unplanned = week({ planned: false, needed_s: 0 })
  expect(inWords([week(), later, unplanned])).toBe(
    '50 h planned of 80 h there; fullest the week from Mon 11 May, 75 %.',
  )
  expect(inWords([unplanned])).toBe('Nothing is planned yet.')
})

test('hours there are working time without lunch and days off', () => {
  const plan = makePlan({ summary: { travel_s: 3600, service_s: 7200 } })
  const off = { id: 'x', first: '2026-05-06', last: '2026-05-06', reason: '' }
  expect(hours(plan, makeRep())).toEqual({ needed_s: 10_800, there_s: 5 * 8.5 * 3600 })
  expect(hours(plan, makeRep({ days_off: [off] }))?.there_s).toBe(4 * 8.5 * 3600)
})

test('what the server says is there counts more than what the desk adds up', () => {
  const plan = makePlan({ summary: { required_s: 99, available_s: 77 } })
  expect(hours(plan, makeRep())).toEqual({ needed_s: 99, there_s: 77 })
})
