import { expect, test } from 'vitest'
import { base, day, view } from '../day.ts'
import { id, makeAccount, makeReport, makeVisit } from '../testing.ts'
import type { AccountRow, Row } from '../wire.ts'
import { counts, dayPlaces, type Sights, sights } from './sights.ts'

const ON = '2026-05-05'
const HOME = { lat: 42.5, lon: -88.5 }

function account(number: number, changes: Partial<AccountRow> = {}): AccountRow {
  const place = { lat: 42.5 + number / 100, lon: -88.4 }
  return makeAccount({ id: id(number), name: `Account ${number}`, ...place, ...changes })
}

function stop(number: number, position: number) {
  return makeVisit({ id: id(100 + number), account_id: id(number), on: ON, position })
}

function seen(accounts: AccountRow[], more: Row[] = []): Sights {
  const rows = base([...accounts, ...more])
  const made = day(rows, view(rows, []), ON, 'America/Chicago')
  return sights(made, { start: HOME, end: HOME }, accounts)
}

test('pins carry the numbers of the list, and the line goes by them from home to home', () => {
  const made = seen([account(1), account(2)], [stop(1, 1), stop(2, 0)])
  expect(made.stops.map((one) => [one.number, one.account_id])).toEqual([
    [1, id(2)],
    [2, id(1)],
  ])
  expect(made.line.map((place) => place.lat)).toEqual([42.5, 42.52, 42.51, 42.5])
})

test('a stop that is over keeps its pin without a number, and one by phone is not driven to', () => {
  const report = makeReport({ visit_id: id(101), account_id: id(1), on: ON, outcome: 'phone' })
  const made = seen([account(1), account(2)], [stop(1, 0), stop(2, 1), report])
  expect(made.stops.map((one) => [one.status, one.number])).toEqual([
    ['phone', 0],
    ['open', 1],
  ])
  expect(made.line).toHaveLength(3)
})

test('who is a stop today is no dot, and who has no place is counted', () => {
  const nowhere = account(3, { lat: null, lon: null })
  const made = seen([account(1), account(2), nowhere, account(4, { active: false })], [stop(1, 0)])
  expect(made.dots.map((dot) => dot.account_id)).toEqual([id(2)])
  expect(made.missing).toBe(1)
})

test('the legend counts each state that is there, the most pressing first', () => {
  const due = (state: AccountRow['due']['state']) => ({ due: { ...makeAccount().due, state } })
  const made = seen([
    account(1, due('not_due')),
    account(2, due('overdue')),
    account(3, due('overdue')),
  ])
  expect(counts(made.dots)).toEqual([
    ['overdue', 2],
    ['not_due', 1],
  ])
})

test('a town lies among its accounts, wherever one wrong place may be', () => {
  const made = seen([account(1), account(2), account(3, { lat: 10, lon: 10 })])
  expect(made.towns).toEqual([{ name: 'Lake Geneva', accounts: 3, lat: 42.51, lon: -88.4 }])
})

test('the day is shown first; without one all accounts but the few far away', () => {
  expect(dayPlaces(seen([account(1), account(2)], [stop(1, 0)]))).toHaveLength(2)
  const near = Array.from({ length: 39 }, (_, number) => account(number + 1))
  const places = dayPlaces(seen([...near, account(90, { lat: -40, lon: 170 })]))
  expect(Math.min(...places.map((place) => place.lat))).toBeGreaterThan(42)
})

test('without accounts there is nothing to show but home', () => {
  expect(seen([])).toMatchObject({ stops: [], line: [], dots: [], towns: [], bases: [HOME] })
})
