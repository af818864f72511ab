import { expect, test } from 'vitest'
import { gained, share, signed, weeks, weekWords, whole } from './effect.ts'
import type { Proposal, RepLoad } from './wire.ts'

const ANN: RepLoad = { rep_id: 'ann', rep: 'Ann', visits: 500, minutes: 1800, capacity_min: 2400 }
const CLEO: RepLoad = { ...ANN, rep_id: 'cleo', rep: 'Cleo' }

function proposal(rep_id: string, minutes: [number, number], visits: [number, number]): Proposal {
  return {
    id: `${rep_id}${minutes}`,
    account_id: 'a',
    account: 'Anchor Grill',
    city: '',
    rep_id,
    rep: '',
    tier: 'B',
    from_class: 'opportunistic',
    to_class: 'core',
    reasons: [],
    by: '',
    made_on: '2026-05-05',
    challenge: '',
    challenged_by: '',
    before: { minutes: minutes[0], visits: visits[0] },
    after: { minutes: minutes[1], visits: visits[1] },
  }
}

const UP = proposal('ann', [4, 24], [4, 26])
const DOWN = proposal('ann', [50, 2], [52, 4])

test('several proposals of one rep add up; other reps are left out', () => {
  const [week, ...others] = weeks([UP, DOWN], [ANN, CLEO])
  expect(others).toEqual([])
  expect(week?.after).toEqual({ visits: 500 + 22 - 48, minutes: 1800 + 20 - 48 })
})

test('an account nobody has changes nobody’s week', () => {
  expect(weeks([{ ...UP, rep_id: null }], [ANN])).toEqual([])
})

test('a week is told with hours, share and visits', () => {
  const [week] = weeks([UP], [ANN])
  expect(week && weekWords(week)).toBe(
    'Ann: 30.0 h to 30.3 h a week, 75 % to 76 % of the hours there; +22 visits a year.',
  )
})

test('more and less have a sign, nothing has none', () => {
  expect([signed(3.2, whole), signed(-3.2, whole), signed(0.2, whole)]).toEqual(['+3', '−3', '0'])
  expect(gained([UP, DOWN], 'visits')).toBe(-26)
})

test('a rep without working hours has no share', () => {
  expect(share(60, 0)).toBe('–')
})
