import { expect, test } from 'vitest'
import { cost } from './moving.ts'
import type { DayOffer } from './wire.ts'

const offer = (on: string, changes: Partial<DayOffer> = {}): DayOffer => ({
  on,
  detour_s: 600,
  start_s: 36_000,
  reason: null,
  sentence: '',
  ...changes,
})

const TUESDAY = '2026-05-05'
const FRIDAY = '2026-05-08'

test('a date costs what it drives beyond where the visit stands', () => {
  const at = (detour_s: number) =>
    cost([offer(TUESDAY), offer(FRIDAY, { detour_s })], TUESDAY, FRIDAY, true)
  expect(at(1320)).toEqual({ kind: 'more', text: '12 min more driving' })
  expect(at(300)).toEqual({ kind: 'less', text: '5 min less driving' })
  expect(at(630)?.kind).toBe('same')
})

test('a date that cannot have the visit says why', () => {
  const closed = offer(FRIDAY, {
    detour_s: null,
    reason: 'closed',
    sentence: 'Closed to us that day.',
  })
  expect(cost([closed], TUESDAY, FRIDAY, true)).toEqual({
    kind: 'no',
    text: 'Closed to us that day.',
  })
})

test('where it stands is no move, and nothing is said before the answer is there', () => {
  expect(cost([], TUESDAY, TUESDAY, false)?.kind).toBe('home')
  expect(cost([], TUESDAY, FRIDAY, false)).toBe(null)
  expect(cost([offer(TUESDAY)], TUESDAY, FRIDAY, true)?.kind).toBe('no')
})
