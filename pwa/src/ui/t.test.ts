import { afterEach, beforeAll, expect, test } from 'vitest'
import { firstWeekday } from './first-weekday.ts'
import * as format from './format.ts'
import { language, loadMoreTexts, speak, t, word } from './t.ts'
import { cadenceWords } from './words.ts'

beforeAll(loadMoreTexts)
afterEach(() => speak('en'))

test('German says times, lengths, numbers and dates the German way', async () => {
  await speak('de')
  expect(format.duration(7800)).toBe('2 Std. 10')
  expect(format.length(5200, 'km')).toBe('5,2 km')
  expect(format.money(12_345)).toBe('12.345')
  expect(format.date('2025-05-05', '2026-01-01')).toBe('Mo. 5. Mai 2025')
  expect(format.fromToday('2026-05-07', '2026-05-05')).toBe('übermorgen')
  expect(format.list(['A', 'B', 'C'])).toBe('A, B und C')
  expect(format.change(112, 100)).toBe('+12\u00a0%')
})

test('a number in a text is written as the language writes it, and counted as it counts', async () => {
  expect(t('accounts.found', { count: 1234 })).toBe('1,234 accounts')
  await speak('de')
  expect(t('accounts.found', { count: 1234 })).toBe('1.234 Kunden')
  expect(t('accounts.found', { count: 1 })).toBe('1 Kunde')
})

test('the region of the device counts where the language is the same', async () => {
  await speak('de', 'de-AT')
  expect([language(), format.monthName('2026-01')]).toEqual(['de-AT', 'Jän'])
  await speak('de', 'en-US')
  expect(language()).toBe('de')
})

test('a language without files is English, the way back too', async () => {
  await speak('de')
  await speak('xx-YY')
  expect([language(), t('nav.today')]).toEqual(['en', 'Today'])
})

test('of two languages asked for at once the last one stays', async () => {
  await Promise.all([speak('de'), speak('en')])
  expect(t('nav.today')).toBe('Today')
})

test('a code nobody knows stays readable in every language', async () => {
  await speak('de')
  expect([word('result', 'order'), word('result', 'left_a_sample')]).toEqual([
    'Auftrag',
    'left a sample',
  ])
})

test('a rhythm of several visits a week is said so', async () => {
  const own = { interval_d: 3.5, tolerance: 0, service_s: 1800, channel: 'visit' } as const
  expect(cadenceWords({ ...own, overridden: false })).toBe('2 times a week, 30 min on site')
  await speak('de')
  expect(cadenceWords({ ...own, overridden: false })).toBe('2-mal pro Woche, 30 Min. vor Ort')
})

test('a week begins as in the region of the device', () => {
  expect([firstWeekday('en-US'), firstWeekday('de-DE'), firstWeekday('ar-EG')]).toEqual([6, 0, 5])
})
