import { expect, test } from 'vitest'
import type { RepYear, YearWeek } from './wire.ts'
import { step, weekWords, yearWords } from './year-shape.ts'

const week = (changes: Partial<YearWeek> = {}): YearWeek => ({
  first: '2026-06-01',
  last: '2026-06-07',
  week: 23,
  required_min: { core: 0, invest: 0, opportunistic: 0, divest: 0, prospect: 0 },
  all_min: 2820,
  available_min: 2550,
  share: 2820 / 2550,
  flag: 'overload',
  short: [],
  ...changes,
})

test('a week is said with its hours, its share and its flag', () => {
  expect(weekWords(week())).toBe('Week 23, from Mon 1 Jun: 47 h of 43 h, 111 %, overload')
  expect(weekWords(week({ share: null, available_min: 0, flag: '' }))).toContain('nobody works')
})

test('steps grow with the share, and a week nobody works in has none', () => {
  const steps = [
    week({ share: null, flag: '' }),
    week({ share: 0.3, flag: 'slack' }),
    week({ share: 0.7, flag: 'slack' }),
    week({ share: 0.9, flag: '' }),
    week({ share: 1.05, flag: 'over' }),
    week(),
  ].map(step)
  expect(steps).toEqual([0, 1, 2, 3, 4, 5])
})

test('a year counts the weeks that ask for too much', () => {
  const year = { share: 0.9, weeks: [week(), week({ share: 0.5, flag: 'slack' })] } as RepYear
  expect(yearWords(year)).toBe("90 % of the year's hours. 1 week asks for too much.")
})
