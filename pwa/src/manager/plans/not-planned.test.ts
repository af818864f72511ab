import { expect, test } from 'vitest'
import type { Unplanned } from '../../wire.ts'
import { filtered, grouped } from './not-planned.tsx'

const left = (account: string, reason: string): Unplanned => ({
  account_id: account,
  account,
  reason,
  sentence: `${reason}.`,
  target: '2026-05-05',
  latest: '2026-05-08',
})
const ALL = [left('Harbor Grill', 'closed'), left('Anchor', 'displaced'), left('Bay', 'displaced')]

test('reasons come with their visits, the most frequent first, and none is lost', () => {
  const groups = grouped(ALL)
  expect(groups.map(([reason, those]) => [reason, those.length])).toEqual([
    ['displaced', 2],
    ['closed', 1],
  ])
})

test('the list is narrowed by reason and by account', () => {
  expect(filtered(ALL, '', '').length).toBe(3)
  expect(filtered(ALL, 'displaced', 'bay').map((one) => one.account)).toEqual(['Bay'])
  expect(filtered(ALL, 'closed', 'bay')).toEqual([])
})
