import { expect, test } from 'vitest'
import { base, type Day, day, view } from '../day.ts'
import { id, makeAccount, makeDay, makeMe, makeReport, makeVisit, makeWish } from '../testing.ts'
import type { DayRow, Row, Span, Travel } from '../wire.ts'
import { answer } from './answers.ts'
import type { KnownDay } from './known-day.ts'
import { mark, withRest } from './rested.ts'
import { type Solve, solved } from './solvers.ts'

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

function known(facts: Row[], frame: DayRow = makeDay(), now_s?: number): KnownDay {
  const rows = base([makeMe(), frame, ...accounts, ...visits, ...facts])
  const shown = day(rows, view(rows, []), '2026-05-05', 'America/Chicago')
  return { day: shown, frame, me: rows.me, ...(now_s === undefined ? {} : { now_s }) }
}

const here: Solve = async (job, ...given) => solved(job, given)

async function rest(...facts: Row[]): Promise<Day> {
  const of = known(facts)
  const found = await answer(here, 'rest', [of])
  return found ? withRest(of.day, found) : of.day
}

const at = (hours: number) =>
  new Date(Date.parse('2026-05-05T05:00:00Z') + hours * H * 1000).toISOString()
const opened = (shown: Day) => shown.stops.filter((stop) => stop.status === 'open')

test('the plan stands before the first report, and while reports come in time', async () => {
  expect((await rest()).renewed).toBe('no')
  const onTime = (8 * H + 2328 + 1800) / H
  expect((await rest(makeReport({ at_phone: at(onTime) }))).renewed).toBe('no')
})

test('a late report moves the rest, and home', async () => {
  const late = await rest(makeReport({ at_phone: at(11) }))
  expect(late.renewed).toBe('times')
  expect(late.stops[1]?.start_s).toBeGreaterThan(11 * H)
  expect(late.home_s).toBeGreaterThan(12 * H)
})

test('the times hang on the report, so that they are the same however late it is read', async () => {
  const fact = makeReport({ at_phone: at(11) })
  expect(await rest(fact)).toEqual(await rest(fact))
})

test('a stop out of turn re-orders the rest from where the rep is', async () => {
  const far = makeReport({ visit_id: id(104), account_id: id(4), at_phone: at(9.5) })
  const shown = await rest(far)
  expect(shown.renewed).toBe('order')
  expect(opened(shown).map((stop) => stop.visit.account)).toEqual(['Stop 3', 'Stop 2', 'Stop 1'])
  expect(opened(shown).map((stop) => stop.number)).toEqual([1, 2, 3])
})

test('a skip in the morning closes the gap it leaves, not before the day begins', async () => {
  const [first] = opened(await rest(makeWish({ visit_id: id(101) })))
  expect(first?.visit.account).toBe('Stop 2')
  expect(first?.arrival_s).toBeGreaterThanOrEqual(8 * H)
})

test('what is closed by then is shown as closed, last, and not lost', async () => {
  const evening = await rest(makeReport({ at_phone: at(19.6) }))
  const closed = evening.stops.filter((stop) => stop.closed)
  expect(closed).toHaveLength(3)
  expect(evening.stops).toHaveLength(4)
  expect(closed.every((stop) => stop.start_s === null)).toBe(true)
})

test('an evening that gets late drops nobody by itself: the rep is asked', async () => {
  const late = await rest(makeReport({ at_phone: at(16) }))
  expect(opened(late).some((stop) => stop.closed)).toBe(false)
  expect(late.home_s).toBeGreaterThan(17 * H)
  const { dropped } = await answer(here, 'drop', [known([makeReport({ at_phone: at(16) })]), null])
  expect(dropped.length).toBeGreaterThan(0)
})

test('the times that were sent count, also back from where the rep stands', async () => {
  const names = ['start', 'end', ...visits.map((visit) => visit.id)]
  const s = names.map((_, from) => names.map((_, to) => (from === to ? 0 : 100 * to + from)))
  const travel: Travel = { places: names, s, m: s }
  const of = known([makeReport({ at_phone: at(11) })], makeDay({ travel, estimate: false }))
  const found = await answer(here, 'order', [of, [id(103), id(102), id(104)]])
  expect(found.times.map((time) => time.travel_s)).toEqual([402, 304, 503])
  expect([found.travel_s, found.estimate]).toEqual([402 + 304 + 503 + 105, false])
})

test('an order of the rep that is too late for a door says which', async () => {
  const early = makeVisit({ ...visits[1], windows: [[8 * H, 9 * H]] })
  const found = await answer(here, 'order', [known([early]), [id(101), id(103), id(102), id(104)]])
  expect(found.closed).toEqual([id(102)])
  expect(found.renewed).toBe('order')
})

test('a rest that does not know every open stop is not shown', async () => {
  const of = known([makeReport({ at_phone: at(11) })])
  const found = await answer(here, 'rest', [of])
  expect(found && withRest(known([]).day, found).renewed).toBe('no')
})

test('the planner is asked again when a report comes, not when a row is only read again', async () => {
  expect(mark(known([]))).toBe(mark(known([])))
  expect(mark(known([makeReport()]))).not.toBe(mark(known([])))
})

test('nearby are accounts on the way, by the phone alone, with the stops all kept', async () => {
  const open: Span[] = [[0, 24 * H]]
  const one = (account_id: string, lat: number) => {
    return { account_id, place: { lat, lon: -88.43 }, service_s: 900, windows: open, worth_s: 5000 }
  }
  const of = known([], makeDay(), 9 * H)
  const found = await answer(here, 'nearby', [of, [one('near', 42.61), one('far', 43.6)], 600])
  expect(found.map((extra) => extra.key)).toEqual(['near'])
})
