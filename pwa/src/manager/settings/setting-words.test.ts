import { expect, it } from 'vitest'
import type { FullSetting } from './log-wire.ts'
import { effective, grouped, isChanged, isPossible, matches, title } from './setting-words.ts'

const setting = (change: Partial<FullSetting> = {}): FullSetting => ({
  key: 'frozen_days',
  value: 2,
  default: 2,
  sentence: 'How many days no plan moves a visit of.',
  group: 'Planning',
  least: 0,
  most: 14,
  whole: true,
  changed_by: '',
  changed_at: null,
  ...change,
})

it('is called by its key without what its heading says already', () => {
  expect(title(setting())).toBe('Frozen days')
  expect(title(setting({ key: 'mix_lumpy', group: 'Class mix' }))).toBe('Lumpy')
  expect(title(setting({ key: 'class_dwell_d', group: 'Class suggestions' }))).toBe('Dwell days')
})

it('stands under its heading, headings in the order they come', () => {
  const rows = [setting(), setting({ key: 'b', group: 'Results' }), setting({ key: 'c' })]
  expect(grouped(rows).map(([name, found]) => [name, found.length])).toEqual([
    ['Planning', 2],
    ['Results', 1],
  ])
})

it('is found by any of its words', () => {
  expect(matches(setting(), 'days MOVES')).toBe(true)
  expect(matches(setting(), 'ramp')).toBe(false)
})

it('takes no number out of bounds, and no half where it counts whole things', () => {
  expect(isPossible(setting(), 15)).toBe(false)
  expect(isPossible(setting(), 2.5)).toBe(false)
  expect(isPossible(setting({ default: 0.15, most: 1, whole: false }), 0.25)).toBe(true)
  expect(isPossible(setting(), Number.NaN)).toBe(false)
})

it('knows whether it is what it usually is', () => {
  expect(isChanged(setting({ value: 3 }))).toBe(true)
  expect(isChanged(setting())).toBe(false)
})

it.each([
  ['Planning', 'next plan'],
  ['Fit', 'under Classes'],
  ['Exceptions', 'at once'],
])('a setting of %s says from when it counts', (group, words) => {
  expect(effective(group)).toContain(words)
})
