import { expect, test } from 'vitest'
import { best, fromServer, type Offer, shade } from './offers.ts'

const offer = (on: string, detour_s: number | null): Offer => ({
  on,
  detour_s,
  start_s: null,
  why_not: null,
  sentence: '',
})

test('a day is green up to ten minutes, yellow up to half an hour, red beyond', () => {
  const shades = [0, 600, 601, 1800, 1801, null].map((detour_s) => shade({ detour_s }))
  expect(shades).toEqual(['near', 'near', 'fair', 'fair', 'far', 'shut'])
})

test('the best days drive least, the sooner one first', () => {
  const days = [offer('2026-05-08', 60), offer('2026-05-07', 60), offer('2026-05-06', 900)]
  expect(best([...days, offer('2026-05-05', null)], 2).map(({ on }) => on)).toEqual([
    '2026-05-07',
    '2026-05-08',
  ])
})

test("the server's reason closes a date, also one this phone has no word for", () => {
  const items = [
    { on: '2026-05-05', detour_s: 120, start_s: 36000, reason: null, sentence: '' },
    { on: '2026-05-06', detour_s: null, start_s: null, reason: 'closed', sentence: 'Closed' },
    { on: '2026-05-07', detour_s: null, start_s: null, reason: 'eclipse', sentence: 'Dark' },
  ]
  const offers = fromServer({ items })
  expect(offers?.map(({ why_not }) => why_not)).toEqual([null, 'closed', 'no_room'])
  expect(offers?.[0]?.detour_s).toBe(120)
  expect(fromServer('a page')).toBe(null)
})
