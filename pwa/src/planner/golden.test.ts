import { expect, test } from 'vitest'
import days from '../../../tests/wire/planner/days.json'
import type { Span } from '../wire.ts'
import { bestRest } from './best-rest.ts'
import type { DayProblem } from './problem.ts'

type Row = (typeof days)[number]

/** The rule of travel times that tests/planner/golden.py has as well. */
function travel(a: number[], b: number[]): number {
  const [x, y, z] = [0, 1, 2].map((at) => (a[at] ?? 0) - (b[at] ?? 0)) as [number, number, number]
  return Math.floor(Math.sqrt(x * x + y * y)) + Math.max(0, -z)
}

function problem(row: Row): DayProblem {
  const places = [...row.ends, ...row.stops]
  const s = places.map((a) => places.map((b) => travel(a, b)))
  const pairs = (flat: number[]) =>
    flat.flatMap((one, at): Span[] => (at % 2 ? [] : [[one, flat[at + 1] ?? 0]]))
  return {
    allows: {
      hours: row.hours as Span,
      lunch: row.lunch ? [row.lunch[0] ?? 0, row.lunch[1] ?? 0] : null,
      lunch_s: row.lunch?.[2] ?? 0,
      busy: row.busy as Span[],
    },
    at_s: row.at,
    lunch_taken: row.eaten,
    start: 0,
    end: 1,
    stops: row.stops.map(([, , , service_s = 0, worth_s = 0, ...windows], at) => {
      return { key: String(at), place: at + 2, service_s, worth_s, windows: pairs(windows) }
    }),
    calls_s: row.calls,
    s,
    m: s,
  }
}

test('the phone finds what the server has proven, in 200 of 200 days, and proves it too', () => {
  const found = days.map((row) => bestRest(problem(row)))
  expect(found.map((day) => day.cost_s)).toEqual(days.map((row) => row.cost))
  expect(found.filter((day) => !day.proven)).toEqual([])
})
