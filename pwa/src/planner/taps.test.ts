import { expect, test } from 'vitest'
import { findDay } from './find-day.ts'
import { MUST_S } from './problem.ts'
import { oneMore, whatToDrop } from './taps.ts'
import { H, road } from './testing.ts'

const whole = road([10, 20, 30, 40], {}, [{}, { worth_s: 4000 }, { worth_s: 5000 }, {}])

test('a day in time drops nothing', () => {
  expect(whatToDrop(whole, null).dropped).toEqual([])
})

test('to be home sooner, what is worth least goes first, and says what time it sets free', () => {
  const { day, dropped } = whatToDrop(whole, 8 * H + 2 * 2400 + 2 * 1800)
  expect(dropped).toEqual([
    { key: '20', worth_s: 4000, won_s: 1800 },
    { key: '30', worth_s: 5000, won_s: 1800 },
  ])
  expect(day.order).toEqual(['10', '40'])
})

test('what is held goes last, whatever the others are worth', () => {
  const held = road([10, 20], {}, [{ worth_s: MUST_S }, { worth_s: 14_000 }])
  const { dropped } = whatToDrop(held, 8 * H + 2 * 1200 + 1800)
  expect(dropped.map((one) => one.key)).toEqual(['20'])
})

test('a lunch that cannot be taken any more holds nobody up', () => {
  const allows = { ...whole.allows, lunch: [12 * H, 13 * H] as [number, number], lunch_s: 1800 }
  expect(whatToDrop({ ...whole, allows }, 11 * H).day.lunch_start_s).toBeNull()
})

test('nearby are those within the detour that fit, most valuable first', () => {
  const all = road([10, 40, 20, 43, 60], {}, [{}, {}, { worth_s: 3600 }, { worth_s: 9000 }])
  const day = { ...all, stops: all.stops.slice(0, 2) }
  expect(oneMore(day, all.stops.slice(2), 600)).toEqual([
    { key: '43', detour_s: 360, start_s: expect.any(Number), worth_s: 9000 },
    { key: '20', detour_s: 0, start_s: expect.any(Number), worth_s: 3600 },
  ])
})

test('nobody is offered who would push a planned stop out', () => {
  const all = road([10, 20, 30], {}, [{ service_s: 4 * H }, { service_s: 4 * H }])
  const day = { ...all, stops: all.stops.slice(0, 2) }
  expect(oneMore(day, all.stops.slice(2), 1200)).toEqual([])
})

test('each date has its detour, or why it cannot be', () => {
  const free = road([10, 25])
  const full = road([10, 25], {}, [{ service_s: 8 * H }])
  const date = (on: string, day: typeof free) => {
    const [first, wanted] = day.stops
    return { on, problem: { ...day, stops: first ? [first] : [] }, wanted: wanted ?? first }
  }
  const offers = findDay([
    date('2026-05-05', free),
    date('2026-05-06', full),
    { on: '2026-05-07', why_not: 'closed' },
    { on: '2026-05-08', call_fits: true },
  ] as Parameters<typeof findDay>[0])
  expect(offers.map(({ detour_s, why_not }) => detour_s ?? why_not)).toEqual([
    1800,
    'no_room',
    'closed',
    0,
  ])
})

test('a day too long to prove keeps its order, and takes one more in where it fits', () => {
  const minutes = Array.from({ length: 20 }, (_, at) => 5 + 2 * at)
  const all = road(
    [...minutes, 12, 14],
    {},
    [...minutes, 0, 0].map(() => ({ service_s: 300 })),
  )
  const day = { ...all, stops: all.stops.slice(0, 20) }
  expect(
    oneMore(day, all.stops.slice(20), 600).map(({ key, detour_s }) => [key, detour_s]),
  ).toEqual([
    ['12', 0],
    ['14', 0],
  ])
  const full = { ...day, allows: { ...day.allows, hours: [8 * H, 11.2 * H] as [number, number] } }
  expect(oneMore(full, [{ ...day.stops[0], key: 'x', service_s: 2 * H } as never], 600)).toEqual([])
})
