import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Span } from '../wire.ts'
import { bestRest, withOrder } from './best-rest.ts'
import { build, cost, fits } from './model.ts'
import { type DayProblem, MUST_S } from './problem.ts'
import { H, road } from './testing.ts'

const span = (first: number, last: number, longest: number) =>
  fc
    .tuple(fc.integer({ min: first, max: last }), fc.integer({ min: 1, max: longest }))
    .map(([from, length]): Span => [from * H, (from + length) * H])
const days = (most: number): fc.Arbitrary<DayProblem> =>
  fc
    .record({
      minutes: fc.uniqueArray(fc.integer({ min: 1, max: 90 }), { maxLength: most }),
      given: fc.array(
        fc.record({
          windows: fc.array(span(7, 15, 6), { maxLength: 2 }),
          service_s: fc.constantFrom(600, 1800, 5400),
          worth_s: fc.constantFrom(900, 5000, MUST_S),
        }),
        { minLength: most, maxLength: most },
      ),
      hours: fc.constantFrom<Span>([8 * H, 16 * H], [8 * H, 12 * H]),
      lunch: fc.option(fc.constant<Span>([11 * H, 13 * H]), { nil: null }),
      busy: fc.array(span(8, 15, 2), { maxLength: 2 }),
      at_s: fc.option(fc.integer({ min: 8 * H, max: 14 * H }), { nil: null }),
      calls_s: fc.constantFrom(0, 1800),
    })
    .map(({ minutes, given, hours, lunch, busy, at_s, calls_s }) =>
      road(
        minutes,
        { allows: { hours, lunch, lunch_s: lunch ? 1800 : 0, busy }, at_s, calls_s },
        given,
      ),
    )

/** The least cost of all orders of all choices of stops. */
function bruteForce(problem: DayProblem): number {
  const model = build(problem)
  const go = (order: number[]): number => {
    const here = order.length === 0 || fits(model, order) ? cost(model, order) : MUST_S ** 2
    const next = [...model.stops.keys()].filter((k) => !order.includes(k))
    return Math.min(here, ...next.map((k) => go([...order, k])))
  }
  return go([])
}

test('the best order is as good as trying everything', () => {
  fc.assert(
    fc.property(days(5), (day) => {
      const found = bestRest(day)
      expect([found.cost_s, found.proven]).toEqual([bruteForce(day), true])
    }),
    { numRuns: 200 },
  )
})

test('every stop is in the day or left out, once, and all of it inside one window', () => {
  fc.assert(
    fc.property(days(18), (day) => {
      const found = bestRest(day)
      const keys = [...found.order, ...found.left_out.map((one) => one.key)].sort()
      expect(keys).toEqual(day.stops.map((stop) => stop.key).sort())
      for (const time of found.times) {
        const stop = day.stops.find(({ key }) => key === time.key)
        const inside = ([open, close]: Span) => open <= time.start_s && time.departure_s <= close
        expect(time.arrival_s).toBeLessThanOrEqual(time.start_s)
        expect(time.departure_s - time.start_s).toBe(stop?.service_s)
        expect(stop?.windows.some(inside)).toBe(true)
      }
    }),
    { numRuns: 40 },
  )
})

test('the day ends within the working hours, its calls included', () => {
  fc.assert(
    fc.property(days(7), (day) => {
      const found = bestRest(day)
      const late = found.home_s + day.calls_s > day.allows.hours[1]
      expect(late && found.order.length > 0).toBe(false)
    }),
    { numRuns: 60 },
  )
})

test('the planned order stays where another one costs the same', () => {
  expect(bestRest(road([30, 20, 10])).order).toEqual(['30', '20', '10'])
  expect(bestRest(road([10, 20, 30])).order).toEqual(['10', '20', '30'])
})

test('a stop is left out that is worth less than its detour, and one that is held is not', () => {
  const worth = (worth_s: number) => bestRest(road([10, 80], {}, [{}, { worth_s }])).order
  expect(worth(140 * 60 - 1)).toEqual(['10'])
  expect(worth(MUST_S)).toHaveLength(2)
})

test('a closed stop and one that fits no order say so, others that they were displaced', () => {
  const given = [{ windows: [] }, { service_s: 10 * H }, { service_s: 5 * H }, { service_s: 5 * H }]
  const found = bestRest(road([10, 20, 30, 40], {}, given))
  expect(found.left_out.map((one) => one.why).sort()).toEqual(['alone', 'closed', 'displaced'])
})

test('a day of twenty stops gets the same good order each time, and is not called proven', () => {
  const minutes = Array.from({ length: 20 }, (_, at) => 1 + ((at * 7) % 20))
  const given = minutes.map(() => ({ service_s: 600 }))
  const [one, other] = [bestRest(road(minutes, {}, given)), bestRest(road(minutes, {}, given))]
  expect(one).toEqual(other)
  expect([one.travel_s, one.left_out.length, one.proven]).toEqual([2 * 20 * 60, 0, false])
})

test('an order a person chose keeps what comes first and leaves out what no longer fits', () => {
  const early = { windows: [[8 * H, 9 * H] as Span] }
  const day = road([10, 20, 30], {}, [early])
  expect(withOrder(day, ['30', '20', '10']).order).toEqual(['30', '20'])
  expect(withOrder(day, ['10', '30', '20'])).toMatchObject({
    order: ['10', '30', '20'],
    left_out: [],
    travel_s: 60 * 60,
  })
})

test('lunch is taken on the way, and what comes after waits for it', () => {
  const allows = road([]).allows
  const lunch: Span = [12 * H, 13 * H]
  const found = bestRest(
    road([60], { at_s: 11.5 * H, allows: { ...allows, lunch, lunch_s: 1800 } }),
  )
  expect(found.lunch_start_s).toBe(12 * H)
  expect(found.times[0]?.arrival_s).toBe(13 * H)
})
