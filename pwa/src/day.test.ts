import { expect, test } from 'vitest'
import * as day from './day.ts'
import {
  id,
  makeAccount,
  makeDay,
  makeItem,
  makeMe,
  makePlan,
  makeReport,
  makeRow,
  makeVisit,
  makeWish,
} from './testing.ts'
import type { Row } from './wire.ts'

const ON = '2026-05-05'
const ZONE = 'America/Chicago'

const visits = [0, 1, 2].map((n) =>
  makeVisit({ id: id(101 + n), account_id: id(1 + n), account: `Stop ${n}`, position: n }),
)

function today(rows: readonly Row[], outbox: Parameters<typeof day.view>[1] = []) {
  const known = day.base(rows)
  return day.day(known, day.view(known, outbox), ON, ZONE)
}

test('stops stand in the plan order, numbered from the next one', () => {
  const shown = today([makeDay(), ...visits].reverse())
  expect(shown.stops.map((stop) => [stop.visit.account, stop.number])).toEqual([
    ['Stop 0', 1],
    ['Stop 1', 2],
    ['Stop 2', 3],
  ])
})

test('a report that waits in the outbox counts like one the server has', () => {
  const waiting = today(visits, [makeRow()])
  const known = today([...visits, makeReport()])
  for (const shown of [waiting, known]) {
    expect(shown.stops.map((stop) => stop.status)).toEqual(['made', 'open', 'open'])
    expect(day.nextStop(shown)?.visit.account).toBe('Stop 1')
  }
  expect(waiting.stops[0]?.fact?.waiting).toBe(true)
  expect(known.stops[0]?.fact?.waiting).toBe(false)
})

test('a report both here and there is one report', () => {
  const item = makeItem({ id: id(501) })
  const facts = day.view(day.base([makeReport()]), [makeRow({ item })]).facts
  expect(facts).toHaveLength(1)
})

test('a withdrawal in the outbox takes back a report of the server at once', () => {
  const item = { ...makeItem({ id: id(702) }), kind: 'withdraw' as const, args: { of: id(501) } }
  const shown = today([...visits, makeReport()], [makeRow({ item })])
  expect(shown.stops[0]?.status).toBe('open')
})

test('a withdrawn, an amended and a refused report leave the stop open', () => {
  const stands = [
    today([...visits, makeReport({ withdrawn: true })]),
    today([...visits, makeReport({ amended: true })]),
    today(visits, [makeRow({ state: 'refused' })]),
  ]
  for (const shown of stands) expect(shown.stops[0]?.status).toBe('open')
})

test('of two reports of one visit the later leads', () => {
  const second = makeReport({ id: id(502), rev: 9, outcome: 'missed' })
  expect(today([...visits, second, makeReport()]).stops[0]?.status).toBe('missed')
})

test('a skip that the plan refused is open again', () => {
  expect(today([...visits, makeWish()]).stops[0]?.status).toBe('skipped')
  expect(today([...visits, makeWish({ answer: 'refused' })]).stops[0]?.status).toBe('open')
})

test('a visit asked for on another day leaves today until the plan answers', () => {
  const pin = (more: object) => makeWish({ kind: 'pin', on: '2026-05-08', ...more })
  const status = (...rows: Row[]) => today([...visits, ...rows]).stops.at(0)?.status
  expect(status(pin({ answer: 'waiting' }))).toBe('skipped')
  expect(status(pin({ answer: 'refused' }))).toBe('open')
  expect(status(pin({ answer: 'waiting', on: ON }))).toBe('open')
  const back = pin({ id: id(777), answer: 'waiting', on: ON })
  expect(status(pin({ answer: 'waiting' }), back)).toBe('open')
})

test('a stop that was reported stays although a new plan cancels it', () => {
  const cancelled = visits.map((visit) => ({ ...visit, cancelled: true }))
  const shown = today([...cancelled, makeReport()])
  expect(shown.stops.map((stop) => stop.status)).toEqual(['made'])
})

test('a report of a visit that moved to another day shows as reported today', () => {
  const moved = makeVisit({ on: '2026-05-08' })
  expect(today([moved, makeReport()]).extras.map((fact) => fact.visit_id)).toEqual([id(101)])
})

test('phone visits are calls, never the next stop', () => {
  const call = makeVisit({ channel: 'phone', position: -1 })
  const shown = today([call])
  expect(shown.calls).toHaveLength(1)
  expect(day.nextStop(shown)).toBeNull()
  expect(day.isFinished(shown)).toBe(false)
})

test('a day is off between planned days or on a free weekday, and unknown beyond the plan', () => {
  const state = (on: string, rows: Row[]) => {
    const known = day.base(rows)
    return day.day(known, day.view(known, []), on, ZONE).state
  }
  const later = makeDay({ id: '2026-05-08', on: '2026-05-08' })
  const rows: Row[] = [makeMe(), makeDay(), later]
  expect(state('2026-05-06', rows)).toBe('off')
  expect(state('2026-05-03', rows)).toBe('off')
  expect(state('2026-05-04', rows)).toBe('none')
  expect(state('2026-05-20', rows)).toBe('none')
  expect(state('2026-05-08', rows)).toBe('empty')
  expect(state('2026-05-06', [])).toBe('none')
  const plan = makePlan({ made_at: '2026-05-04T12:00:00Z' })
  expect(state('2026-05-04', [...rows, plan])).toBe('off')
  expect(state('2026-05-01', [...rows, plan])).toBe('none')
})

test('a miss told long before the arrival does not put the rep there', () => {
  const miss = (at_phone: string) => today([...visits, makeReport({ outcome: 'missed', at_phone })])
  expect(miss('2026-05-05T12:30:00Z').anchor).toMatchObject({ account_id: null, at_s: 7.5 * 3600 })
  expect(miss('2026-05-05T14:05:00Z').anchor).toMatchObject({ account_id: id(1) })
})

test('a report caught up from another day takes the time of the plan', () => {
  const late = makeReport({ at_phone: '2026-05-06T02:00:00Z' })
  expect(today([...visits, late]).anchor?.at_s).toBe(21 * 3600)
  const nextDay = makeReport({ at_phone: '2026-05-06T14:00:00Z' })
  expect(today([...visits, nextDay]).anchor?.at_s).toBe(visits[0]?.departure_s)
})

test('a plan change names what came, left and moved, and nothing that is over', () => {
  const [a, b, c] = visits as [(typeof visits)[0], (typeof visits)[0], (typeof visits)[0]]
  const moved = { ...b, start_s: (b.start_s ?? 0) + 3600 }
  const change = day.planChange([a, b], [moved, c], ON, new Set())
  expect(change).toEqual({ on: ON, added: ['Stop 2'], removed: ['Stop 0'], moved: ['Stop 1'] })
  expect(day.planChange([a, b], [b], ON, new Set([a.id]))).toBeNull()
  expect(day.planChange([b], [{ ...b, start_s: (b.start_s ?? 0) + 60 }], ON, new Set())).toBeNull()
})

test('a phone without rows shows a day, not an error', () => {
  expect(today([])).toMatchObject({ state: 'none', stops: [], anchor: null })
  expect(today([makeAccount()])).toMatchObject({ state: 'none' })
})
