import { expect, test } from 'vitest'
import { base, type Day, day, view } from '../day.ts'
import { id, makeAccount, makeDay, makeMe, makeReport, makeVisit, makeWish } from '../testing.ts'
import type { Row } from '../wire.ts'
import { restOfDay } from './rest-of-day.ts'

const H = 3600
// Four places on a line northwards, five kilometres apart, planned in that order.
const accounts = [1, 2, 3, 4].map((n) =>
  makeAccount({ id: id(n), lat: 42.59 + 0.045 * n, lon: -88.43 }),
)
const visits = [1, 2, 3, 4].map((n) =>
  makeVisit({
    id: id(100 + n),
    account_id: id(n),
    account: `Stop ${n}`,
    position: n,
    arrival_s: 8 * H + n * 2328,
    start_s: 8 * H + n * 2328,
    departure_s: 8 * H + n * 2328 + 1800,
  }),
)

function rest(...facts: Row[]): Day {
  const known = base([makeMe(), makeDay(), ...accounts, ...visits, ...facts])
  const shown = day(known, view(known, []), '2026-05-05', 'America/Chicago')
  return restOfDay(shown, known.me, (one) => known.accounts.get(one) ?? null)
}

const at = (hours: number) =>
  new Date(Date.parse('2026-05-05T05:00:00Z') + hours * H * 1000).toISOString()

test('the plan stands before the first report, and while reports come in time', () => {
  expect(rest().renewed).toBe('no')
  const onTime = (8 * H + 2328 + 1800) / H
  expect(rest(makeReport({ at_phone: at(onTime) })).renewed).toBe('no')
})

test('a late report moves the rest, and home', () => {
  const late = rest(makeReport({ at_phone: at(11) }))
  expect(late.renewed).toBe('times')
  expect(late.stops[1]?.start_s).toBeGreaterThan(11 * H)
  expect(late.home_s).toBeGreaterThan(12 * H)
})

test('the times hang on the report, so that they are the same however late it is read', () => {
  const fact = makeReport({ at_phone: at(11) })
  expect(rest(fact)).toEqual(rest(fact))
})

test('a stop out of turn re-orders the rest from where the rep is', () => {
  const far = makeReport({ visit_id: id(104), account_id: id(4), at_phone: at(9.5) })
  const shown = rest(far)
  expect(shown.renewed).toBe('order')
  const open = shown.stops.filter((stop) => stop.status === 'open')
  expect(open.map((stop) => stop.visit.account)).toEqual(['Stop 3', 'Stop 2', 'Stop 1'])
  expect(open.map((stop) => stop.number)).toEqual([1, 2, 3])
})

test('a skip in the morning closes the gap it leaves, not before the day begins', () => {
  const shown = rest(makeWish({ visit_id: id(101) }))
  const first = shown.stops.find((stop) => stop.status === 'open')
  expect(first?.visit.account).toBe('Stop 2')
  expect(first?.arrival_s).toBeGreaterThanOrEqual(8 * H)
})

test('what is closed by then is shown as closed, last, and not lost', () => {
  const evening = rest(makeReport({ at_phone: at(19.6) }))
  const closed = evening.stops.filter((stop) => stop.closed)
  expect(closed).toHaveLength(3)
  expect(evening.stops).toHaveLength(4)
  expect(closed.every((stop) => stop.start_s === null)).toBe(true)
})
