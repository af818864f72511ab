import { expect, test } from 'vitest'
import { base, view } from '../../day.ts'
import { makeAccount, makeReport } from '../../testing.ts'
import { history, weekFrom } from './history.ts'
import { yearOfSales } from './sales.ts'

const told = { outcome: 'made', result: '', note: 'Hello', rep: 'Ann', source: 'phone' } as const
const account = makeAccount({ history: [{ ...told, on: '2026-05-05' }] })
const facts = (note: string) => view(base([makeReport({ note })]), []).facts

test('a report that the history has already is shown once', () => {
  expect(history(account, facts('Hello'))).toHaveLength(1)
  expect(history(account, facts('Another'))).toHaveLength(2)
})

test('the hours begin with today and go round the week', () => {
  const week = [0, 1, 2, 3, 4, 5, 6].map((day) => [[day, day + 1]] as [number, number][])
  const days = weekFrom('2026-05-10', week)
  expect(days.map((day) => day.windows[0]?.[0])).toEqual([6, 0, 1, 2, 3, 4, 5])
})

test('sales are the twelve whole months before this one, beside the year before', () => {
  const sales = [
    { month: '2026-04-01', value: 10, orders: 1 },
    { month: '2025-04-01', value: 8, orders: 1 },
    { month: '2026-05-01', value: 99, orders: 1 },
  ]
  const bars = yearOfSales(sales, '2026-05-05')
  expect(bars).toHaveLength(12)
  expect(bars[0]?.month).toBe('2025-05')
  expect(bars.at(-1)).toEqual({ month: '2026-04', value: 10, before: 8 })
})
