import { describe, expect, it } from 'vitest'
import { endOf, monthsOf, monthsOn } from './months.ts'
import type { ResultFigure, ResultMetric } from './wire.ts'
import { againstBefore, direction, fewWords, notes, valueWords } from './words.ts'

const figure = (value: number | null, before: number | null = null): ResultFigure => ({
  metric: 'sales', value, numerator: value, denominator: null, n: 3, few: false,
  low: null, high: null, before,
}) // biome-ignore format: a row of fields
const metric = (unit: ResultMetric['unit'], higher_is_better = true): ResultMetric => ({
  name: 'sales', label: 'Sales', sentence: '', unit, kind: 'sum', higher_is_better,
}) // biome-ignore format: a row of fields

describe('which months', () => {
  it('are the twelve complete ones before today unless said otherwise', () => {
    const { first, last } = monthsOf({}, '2026-05-05')
    expect([first, last]).toEqual(['2025-05-01', '2026-04-30'])
  })
  it('are the running month where this year has no complete one', () => {
    const { first, last } = monthsOf({ months: 'year' }, '2026-01-20')
    expect([first, last]).toEqual(['2026-01-01', '2026-01-31'])
  })
  it('fall back where an address asks for months that are none', () => {
    expect(monthsOf({ months: 'custom', from: '2026-13', to: '2026-14' }, '2026-05-05').name).toBe(
      '12m',
    )
  })
  it('go over the new year both ways, and know leap years', () => {
    expect(monthsOn('2026-01', -1)).toBe('2025-12')
    expect(monthsOn('2025-11', 3)).toBe('2026-02')
    expect(endOf('2024-02')).toBe('2024-02-29')
  })
})

describe('a number in words', () => {
  it('says the sign of a change and a dash for nothing', () => {
    expect(valueWords(0.042, 'change')).toBe('+4 %')
    expect(valueWords(-0.1, 'change')).toBe('−10 %')
    expect(valueWords(null, 'money')).toBe('–')
  })
  it('is held against the year before in points where it is a share', () => {
    expect(againstBefore(figure(0.5, 0.46), metric('share'))).toBe('+4 pts')
    expect(againstBefore(figure(110, 100), metric('money'))).toBe('+10 %')
    expect(againstBefore(figure(110), metric('money'))).toBe('')
  })
  it('is worse when a cost rises', () => {
    expect(direction(figure(2, 1), metric('money', false))).toBe('worse')
    expect(direction(figure(2, 1), metric('money'))).toBe('better')
  })
  it('is neither better nor worse when its words say “as before”', () => {
    const same = figure(1_000_400, 1_000_000)
    expect(againstBefore(same, metric('money'))).toBe('as before')
    expect(direction(same, metric('money'))).toBe('')
  })
  it('says how few it stands on', () => {
    expect(fewWords({ ...figure(1), few: true })).toBe('few data (3)')
    expect(fewWords(figure(1))).toBe('')
  })
})

it('says what was imputed and what is not known', () => {
  const facts = {
    told_since: '2023-01-01', told_until: '2026-04-01', visits: 10, untimed: 4, usual_minutes: 25,
    margin_known: 0.4, margin_assumed: 0, cost_a_minute: 1,
  } // biome-ignore format: a row of fields
  const said = notes(facts, (on) => on.slice(0, 7)).join(' ')
  expect(said).toContain('4 of 10 visits were not timed; they count 25 min.')
  expect(said).toContain('known for 40 % of the sales')
})
