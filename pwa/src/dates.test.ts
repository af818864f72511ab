import { expect, test } from 'vitest'
import { addDays, daysBetween, localTime, weekday, weekOf, workingDaysAfter } from './dates.ts'

test('the wall clock follows daylight saving time', () => {
  const winter = localTime(Date.parse('2026-03-08T07:59:59Z'), 'America/Chicago')
  const summer = localTime(Date.parse('2026-03-08T08:00:00Z'), 'America/Chicago')
  expect(winter).toEqual({ on: '2026-03-08', s: 2 * 3600 - 1 })
  expect(summer).toEqual({ on: '2026-03-08', s: 3 * 3600 })
})

test('midnight is second 0 of the new date, not 24:00 of the old one', () => {
  const local = localTime(Date.parse('2026-05-05T05:00:00Z'), 'America/Chicago')
  expect(local).toEqual({ on: '2026-05-05', s: 0 })
})

test('an unknown zone is read as this device, never an error', () => {
  expect(localTime(0, 'Moon/Tranquillity').on).toMatch(/^19(69|70)-/)
})

test('dates count over the end of a year and a leap day', () => {
  expect(addDays('2027-12-31', 60)).toBe('2028-02-29')
  expect(daysBetween('2027-12-31', '2028-02-29')).toBe(60)
})

test('working days leave the weekend out, wherever they begin', () => {
  expect(workingDaysAfter('2026-05-05', 5)).toBe('2026-05-12')
  expect(workingDaysAfter('2026-05-08', 1)).toBe('2026-05-11')
  expect(workingDaysAfter('2026-05-09', 1)).toBe('2026-05-11')
})

test('a week begins on its first day, Monday unless said, and holds its date', () => {
  expect(weekday('2026-05-05')).toBe(1)
  expect(weekOf('2026-05-10')).toEqual(weekOf('2026-05-04'))
  expect(weekOf('2026-05-10')[0]).toBe('2026-05-04')
  expect(weekOf('2026-05-10', 6)[0]).toBe('2026-05-10')
  expect(weekOf('2026-05-09', 6)[0]).toBe('2026-05-03')
})
