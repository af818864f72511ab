import { expect, test } from 'vitest'
import { daysBetween } from '../../dates.ts'
import { period } from './period.ts'

const WEDNESDAY = '2026-05-06'

test('this week begins on its Monday', () => {
  expect(period({ period: 'week' }, WEDNESDAY)).toMatchObject({
    first: '2026-05-04',
    last: WEDNESDAY,
  })
})

test.each([
  [{}, 28],
  [{ period: '13w' }, 91],
])('%o looks at whole weeks, today among them', (query, days) => {
  const { first, last } = period(query as Record<string, string>, WEDNESDAY)
  expect(daysBetween(first, last) + 1).toBe(days)
})

test('dates of one’s own count only when both are dates, the first one first', () => {
  const custom = (first: string, last: string) =>
    period({ period: 'custom', first, last }, WEDNESDAY).name
  expect(custom('2026-01-01', '2026-02-01')).toBe('custom')
  expect(custom('2026-02-01', '2026-01-01')).toBe('4w')
  expect(custom('2026-02-31x', '2026-03-01')).toBe('4w')
})

test.each([
  ['2026-05-06', '2026-04-01'],
  ['2026-01-01', '2026-01-01'],
  ['2026-12-31', '2026-10-01'],
])('on %s the quarter began on %s', (today, first) => {
  expect(period({ period: 'quarter' }, today)).toMatchObject({ first, last: today })
})

test('a season begins on the date in the address, never after today', () => {
  const season = (first: string) => period({ period: 'season', first }, WEDNESDAY)
  expect(season('2026-04-15')).toMatchObject({ name: 'season', first: '2026-04-15' })
  expect(season('2026-06-01').name).toBe('4w')
})
