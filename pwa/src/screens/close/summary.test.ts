import { expect, test } from 'vitest'
import { base, day, view } from '../../day.ts'
import { id, makeAccount, makeReport, makeVisit } from '../../testing.ts'
import { summary, weekProgress } from './summary.ts'

const ON = '2026-05-05'
const visits = [1, 2, 3].map((number) =>
  makeVisit({ id: id(100 + number), account_id: id(number), on: ON, position: number }),
)
const rows = [
  ...visits.map((visit) => makeAccount({ id: visit.account_id })),
  ...visits,
  makeReport({ id: id(501), visit_id: id(101), account_id: id(1), on: ON, outcome: 'made' }),
  makeReport({ id: id(502), visit_id: id(102), account_id: id(2), on: ON, outcome: 'missed' }),
  makeReport({ id: id(503), visit_id: null, account_id: id(9), on: ON, outcome: 'made' }),
]
const known = base(rows)
const today = day(known, view(known, []), ON, 'UTC')

test('a day is what was made, missed and not said, and extra visits beside', () => {
  const { made, missed, open, extras } = summary(today)
  expect([made.length, missed.length, open.length, extras]).toEqual([1, 1, 1, 1])
})

test('an extra visit is one more made, and never more than there is', () => {
  expect(weekProgress([today])).toEqual({ made: 2, planned: 4 })
})
