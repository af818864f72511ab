import { expect, test } from 'vitest'
import { makeVisit } from '../../testing.ts'
import { makePlan, makePlannedDay, makeRep } from '../testing.ts'
import { hours, shade, weeks } from './weeks.ts'

const TUESDAY = '2026-05-05'
const SUNDAY = '2026-05-17'

test('weeks begin on Monday; days before the plan are past', () => {
  const shown = weeks(makeRep(), [], TUESDAY, SUNDAY)
  expect(shown.map((week) => week.monday)).toEqual(['2026-05-04', '2026-05-11'])
  expect(shown[0]?.cells[0]?.kind).toBe('past')
})

test('cancelled visits are no stops, and calls are counted apart', () => {
  const visits = [
    makeVisit({ channel: 'visit' }),
    makeVisit({ channel: 'phone' }),
    makeVisit({ channel: 'visit', cancelled: true }),
  ]
  const [week] = weeks(makeRep(), [makePlannedDay(TUESDAY, visits)], TUESDAY, SUNDAY)
  expect(week?.cells[1]).toMatchObject({ kind: 'work', stops: 1, calls: 1 })
})

test('a day off says why nothing is planned', () => {
  const off = { id: 'x', first: '2026-05-06', last: '2026-05-06', reason: 'Dentist' }
  const [week] = weeks(makeRep({ days_off: [off] }), [], TUESDAY, SUNDAY)
  expect(week?.cells[2]).toMatchObject({ kind: 'off', why: 'Dentist' })
})

test('Saturday has a column only where somebody works on it', () => {
  const width = (on: string) =>
    weeks(makeRep(), [makePlannedDay(on)], TUESDAY, SUNDAY)[0]?.cells.length
  expect(width(TUESDAY)).toBe(5)
  expect(width('2026-05-09')).toBe(6)
})

test('hours there are working time without lunch and days off', () => {
  const plan = makePlan({ summary: { travel_s: 3600, service_s: 7200 } })
  const off = { id: 'x', first: '2026-05-06', last: '2026-05-06', reason: '' }
  expect(hours(plan, makeRep())).toEqual({ needed_s: 10_800, there_s: 5 * 8.5 * 3600 })
  expect(hours(plan, makeRep({ days_off: [off] }))?.there_s).toBe(4 * 8.5 * 3600)
})

test('what the server says is there counts more than what the desk adds up', () => {
  const plan = makePlan({ summary: { required_s: 99, available_s: 77 } })
  expect(hours(plan, makeRep())).toEqual({ needed_s: 99, there_s: 77 })
})

test('one stop is never shown as none, the fullest day is the darkest', () => {
  expect([0, 1, 12].map((stops) => shade(stops, 12))).toEqual([0, 1, 4])
})
