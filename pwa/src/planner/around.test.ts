import { expect, test } from 'vitest'
import { base, day, view } from '../day.ts'
import { id, makeAccount, makeDay, makeMe, makeVisit, makeWish } from '../testing.ts'
import type { AccountRow, Row } from '../wire.ts'
import { candidates } from './candidates.ts'
import { datesFor } from './dates-for.ts'
import { freeTime } from './free-time.ts'

const H = 3600
const [TODAY, TOMORROW] = ['2026-05-05', '2026-05-06']
const due = { ...makeAccount().due, state: 'due' as const, priority: 1.5 }
const open: AccountRow['hours_week'] = [0, 1, 2, 3, 4, 5, 6].map(() => [[8 * H, 18 * H]])
const bakery = makeAccount({
  id: id(9),
  name: 'Bakery',
  lat: 42.6,
  lon: -88.4,
  due,
  hours_week: open,
})
const shop = makeAccount({ id: id(1), lat: 42.62, lon: -88.43, due, hours_week: open })

const names = (accounts: AccountRow[], leftAlone: string[] = []) =>
  candidates(accounts, TODAY, new Set(leftAlone)).map((one) => one.account_id)

test('a candidate is due, open that weekday, has a place, and is worth what the server says', () => {
  const [found] = candidates([bakery], TODAY, new Set())
  expect(found).toMatchObject({ account_id: id(9), worth_s: 3600 + 10_800, windows: open[1] })
})

test.each([
  ['is not due', { due: { ...due, state: 'not_due' } }],
  ['is closed that weekday', { hours_week: open.map((w, at) => (at === 1 ? [] : w)) }],
  ['is called, not visited', { cadence: { ...bakery.cadence, channel: 'phone' } }],
  ['has no place', { lat: null }],
  ['is gone', { active: false }],
] as [string, Partial<AccountRow>][])('nobody is offered who %s', (_, changes) => {
  expect(names([{ ...bakery, ...changes }])).toEqual([])
})

test('nobody is offered who is planned already or to be left alone', () => {
  expect(names([bakery], [bakery.id])).toEqual([])
})

test('while details are not on the phone yet an account may be open at any time', () => {
  expect(names([{ ...bakery, brief: true, hours_week: [] }])).toEqual([id(9)])
})

function dates(account: AccountRow, ...more: Row[]) {
  const rows = base([
    makeMe(),
    makeDay(),
    makeDay({ id: '2026-05-07', on: '2026-05-07' }),
    shop,
    makeVisit({ id: id(101), account_id: id(1), on: TODAY }),
    ...more,
  ])
  const asked = { account, first: TODAY, moving: null, zone: 'America/Chicago', now_s: 9 * H }
  return datesFor(rows, view(rows, []), asked)
}

test('every date up to the last one planned is tried or says why not', () => {
  const [today, tomorrow, next] = dates(bakery)
  expect(today).toMatchObject({ on: TODAY, problem: { at_s: 9 * H }, wanted: { key: id(9) } })
  expect(tomorrow).toEqual({ on: TOMORROW, why_not: 'not_planned' })
  expect(next).toMatchObject({ on: '2026-05-07', problem: { at_s: null, stops: [] } })
})

test('a date is out of the question that is closed, has its visit already, or was refused', () => {
  const why = (account: AccountRow, ...more: Row[]) =>
    dates(account, ...more).map((date) => ('why_not' in date ? date.why_not : null))[0]
  expect(why({ ...bakery, hours_week: [] })).toBe('closed')
  expect(why(shop)).toBe('taken')
  expect(why(bakery, makeWish({ account_id: id(9), kind: 'avoid' }))).toBe('dropped')
})

test('a call fits a date whose evening has the minutes for it', () => {
  const cadence = { ...bakery.cadence, channel: 'phone' as const }
  const fits = (service_s: number) => dates({ ...bakery, cadence: { ...cadence, service_s } })[0]
  expect(fits(H)).toEqual({ on: TODAY, call_fits: true })
  expect(fits(2 * H)).toEqual({ on: TODAY, call_fits: false })
})

function free(visit: Parameters<typeof makeVisit>[0], frame = {}, now_s = 8 * H) {
  const rows = base([makeMe(), makeDay(frame), makeVisit(visit)])
  const shown = day(rows, view(rows, []), TODAY, 'America/Chicago')
  return freeTime(shown, null, rows.me, now_s).map(({ from_s, to_s, before }) => {
    return [from_s / H, to_s / H, before]
  })
}

test('free is the wait before a visit and what the working hours have left', () => {
  const wait = { id: id(101), arrival_s: 9 * H, start_s: 10 * H }
  expect(free(wait)).toEqual([
    [9, 10, id(101)],
    [16, 17, null],
  ])
})

test('lunch, minutes gone by and less than a quarter of an hour are not free', () => {
  const wait = { id: id(101), arrival_s: 11 * H, start_s: 13 * H }
  const frame = { lunch_start_s: 12 * H, lunch_s: 1800, home_s: 16.9 * H }
  expect(free(wait, frame, 11.5 * H)).toEqual([
    [11.5, 12, id(101)],
    [12.5, 13, id(101)],
  ])
})
