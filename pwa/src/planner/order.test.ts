import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Span } from '../wire.ts'
import { bestRest, exact, improved } from './order.ts'
import { isBetter, type Rest, type RestStop, schedule } from './schedule.ts'
import { distanceKm, leg } from './travel.ts'

const H = 3600

function stop(key: string, lat: number, lon: number, windows: Span[] = []): RestStop {
  return { key, place: { lat, lon }, service_s: 1800, windows }
}

const place = fc.record({
  lat: fc.double({ min: 42, max: 42.5, noNaN: true }),
  lon: fc.double({ min: -88.6, max: -88, noNaN: true }),
})
const window = fc
  .tuple(fc.integer({ min: 8, max: 14 }), fc.integer({ min: 1, max: 9 }))
  .map(([start, hours]): Span => [start * H, (start + hours) * H])
const stops = (most: number) =>
  fc.array(
    fc.record({
      place,
      service_s: fc.constantFrom(600, 1800, 3600),
      windows: fc.array(window, { maxLength: 2 }),
    }),
    { maxLength: most },
  )
const lunch = fc.option(fc.constant({ earliest_s: 11.5 * H, latest_s: 13.5 * H, length_s: 1800 }))
const rests = (most: number): fc.Arbitrary<Rest> =>
  fc
    .record({
      at_s: fc.integer({ min: 8 * H, max: 14 * H }),
      from: place,
      home: place,
      lunch,
      stops: stops(most),
    })
    .map((rest) => ({
      ...rest,
      lunch: rest.lunch && rest.at_s <= rest.lunch.latest_s ? rest.lunch : null,
      stops: rest.stops.map((one, at) => ({ ...one, key: String(at) })),
    }))

/** What a day is worth: more stops, then lunch, then sooner home. */
type Worth = readonly [made: number, fed: number, home: number]

function better(a: Worth, b: Worth): Worth {
  for (let at = 0; at < 3; at++) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0]
    if (x !== y) return x > y ? a : b
  }
  return a
}

/** Tries everything, by a clock of its own: each next stop, lunch before or after each drive. */
function bruteForce(rest: Rest): Worth {
  const drive = (a: Rest['from'], b: Rest['from']) => leg(a, b).s
  const home = (now: number, at: Rest['from'], made: number, fed: boolean): Worth[] => {
    const back = now + drive(at, rest.home)
    if (fed || !rest.lunch) return [[made, 1, -back]]
    const early: Worth = [made, back <= rest.lunch.latest_s ? 1 : 0, -back]
    const starts = [Math.max(now, rest.lunch.earliest_s), Math.max(back, rest.lunch.earliest_s)]
    const late = starts
      .filter((start) => start <= (rest.lunch?.latest_s ?? 0) && back > (rest.lunch?.latest_s ?? 0))
      .map((start, at_) => [made, 1, -(start + 1800 + (at_ === 0 ? back - now : 0))] as Worth)
    return [early, ...late]
  }
  const go = (now: number, at: Rest['from'], left: readonly RestStop[], fed: boolean): Worth => {
    const made = rest.stops.length - left.length
    let best = home(now, at, made, fed).reduce(better)
    for (const next of left) {
      const others = left.filter((one) => one !== next)
      const there = now + drive(at, next.place)
      const ways: [number, boolean][] = [[there, fed]]
      if (!fed && rest.lunch) {
        const after = Math.max(there, rest.lunch.earliest_s)
        const before = Math.max(now, rest.lunch.earliest_s)
        if (after <= rest.lunch.latest_s) ways.push([after + 1800, true])
        if (before <= rest.lunch.latest_s) ways.push([before + 1800 + there - now, true])
      }
      for (const [ready, eaten] of ways) {
        const spans = next.windows.length > 0 ? next.windows : [[0, 1e9] as Span]
        const starts = spans
          .map(([open, close]) => [Math.max(ready, open), close] as const)
          .filter(([start, close]) => start + next.service_s <= close)
          .map(([start]) => start)
        if (starts.length === 0) continue
        best = better(best, go(Math.min(...starts) + next.service_s, next.place, others, eaten))
      }
    }
    return best
  }
  return go(rest.at_s, rest.from, rest.stops, !rest.lunch)
}

test('the exact order is as good as trying everything', () => {
  fc.assert(
    fc.property(rests(5), (rest) => {
      const found = exact(rest)
      expect([found.times.length, found.hungry ? 0 : 1, -found.home_s]).toEqual(bruteForce(rest))
    }),
    { numRuns: 300 },
  )
})

test('every stop is planned or left, once, and inside its opening hours', () => {
  fc.assert(
    fc.property(rests(14), (rest) => {
      const found = bestRest(rest)
      const keys = [...found.times.map((time) => time.key), ...found.left].sort()
      expect(keys).toEqual(rest.stops.map((one) => one.key).sort())
      for (const time of found.times) {
        const one = rest.stops.find(({ key }) => key === time.key)
        expect(time.start_s).toBeGreaterThanOrEqual(time.arrival_s)
        expect(time.departure_s - time.start_s).toBe(one?.service_s)
        const inside = ([open, close]: Span) => open <= time.start_s && time.departure_s <= close
        expect(one?.windows.length === 0 || one?.windows.some(inside)).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})

test('a day is never worse than the plan it came from', () => {
  fc.assert(
    fc.property(rests(14), (rest) => {
      const planned = schedule(rest, [...rest.stops.keys()])
      expect(isBetter(planned, bestRest(rest))).toBe(false)
    }),
    { numRuns: 100 },
  )
})

test('the quick order is close to the exact one where hours are wide', () => {
  const wide = rests(9).map((rest) => ({
    ...rest,
    lunch: null,
    stops: rest.stops.map((one) => ({ ...one, windows: [] })),
  }))
  fc.assert(
    fc.property(wide, (rest) => {
      const [best, quick] = [exact(rest), improved(rest)]
      expect(quick.home_s - rest.at_s).toBeLessThanOrEqual(1.1 * (best.home_s - rest.at_s))
    }),
    { numRuns: 60 },
  )
})

test('an order that gains only a minute is not worth a change', () => {
  const rest: Rest = {
    at_s: 9 * H,
    from: { lat: 42, lon: -88 },
    home: { lat: 42, lon: -88 },
    lunch: null,
    stops: [stop('b', 42.02, -88.001), stop('a', 42.01, -88)],
  }
  expect(bestRest(rest).times.map((time) => time.key)).toEqual(['b', 'a'])
})

test('a stop that closes early comes first', () => {
  const rest: Rest = {
    at_s: 9 * H,
    from: { lat: 42, lon: -88 },
    home: { lat: 42, lon: -88 },
    lunch: null,
    stops: [stop('near', 42.01, -88), stop('early', 42.1, -88, [[8 * H, 10.25 * H]])],
  }
  const found = bestRest({ ...rest, stops: rest.stops.map((one) => ({ ...one, service_s: 2400 })) })
  expect(found.times.map((time) => time.key)).toEqual(['early', 'near'])
})

test('lunch waits for its window and then moves what comes after it', () => {
  const rest: Rest = {
    at_s: 11.5 * H,
    from: { lat: 42, lon: -88 },
    home: { lat: 42, lon: -88 },
    lunch: { earliest_s: 12 * H, latest_s: 13 * H, length_s: 1800 },
    stops: [stop('a', 42.3, -88)],
  }
  const found = bestRest(rest)
  expect(found.lunch_start_s).toBeGreaterThanOrEqual(12 * H)
  expect(found.times[0]?.start_s).toBe((found.lunch_start_s ?? 0) + 1800)
})

test('one degree of latitude is 111.2 km and takes the model 108 minutes', () => {
  const [a, b] = [
    { lat: 42, lon: -88 },
    { lat: 43, lon: -88 },
  ]
  expect(distanceKm(a, b)).toBeCloseTo(111.195, 2)
  expect(leg(a, b).s).toBe(Math.round(60 * 2.38 * 111.19508 ** 0.81))
  expect(leg(a, null)).toEqual({ s: 0, m: 0 })
})
