import { expect, test } from 'vitest'
import type { Change, Changes } from '../../wire.ts'
import { inWords, near } from './changes.tsx'

function change(kind: Change['kind']): Change {
  return {
    kind,
    account_id: 'a',
    account: 'A',
    before: null,
    after: null,
    reason: 'day_off',
    sentence: '',
    figures: {},
  }
}

const found = (items: Change[], nervousness: number | null): Changes => ({
  plan_id: 'p',
  state: 'draft',
  made_at: '',
  since: null,
  nervousness,
  items,
})

test('changes are counted by kind, those there are none of are left out', () => {
  expect(inWords(found([change('moved'), change('moved'), change('dropped')], 0.0417))).toBe(
    '2 moved, 1 dropped; 4 % of the next 14 days.',
  )
  expect(inWords(found([change('added')], null))).toBe('1 added.')
})

test('a change is near when it leaves or reaches a date before the end', () => {
  const moved = (before: string, after: string) => ({ ...change('moved'), before, after })
  const items = [moved('2026-05-05', '2026-06-05'), moved('2026-06-05', '2026-05-05')]
  const all = found([...items, moved('2026-06-05', '2026-06-06'), change('added')], 0)
  expect(near(all, '2026-05-19').items).toEqual(items)
})
