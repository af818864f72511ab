import { expect, test } from 'vitest'
import { makeItem, makeWish } from '../../testing.ts'
import type { SyncItem, WishRow } from '../../wire.ts'
import { contrary } from './contrary.ts'

const known = (...wishes: WishRow[]) => new Map(wishes.map((wish) => [wish.id, wish]))
const asked = makeWish({ id: 'w', account_id: 'a', visit_id: 'v', on: '2026-05-07', by: 'Bob' })

function item(kind: 'pin' | 'drop' | 'withdraw', args: object, about = 'a'): SyncItem {
  return { ...makeItem(), about, kind, args } as SyncItem
}

test.each([
  ['the same day', item('drop', { visit_id: 'x', on: '2026-05-07' })],
  ['the same visit', item('pin', { visit_id: 'v', on: '2026-05-08' })],
  ['taking it back', item('withdraw', { of: 'w' })],
])('the manager’s wish is found by %s', (_, refused) => {
  expect(contrary(refused, known(asked))).toBe(asked)
})

test.each([
  ['of another account', item('drop', { visit_id: 'x', on: '2026-05-07' }, 'b'), asked],
  ['of another day and visit', item('drop', { visit_id: 'x', on: '2026-05-09' }), asked],
  ['a rep’s own', item('withdraw', { of: 'w' }), { ...asked, by: '' }],
  ['taken back', item('withdraw', { of: 'w' }), { ...asked, withdrawn: true }],
])('a wish %s stands against nothing', (_, refused, wish) => {
  expect(contrary(refused, known(wish))).toBeNull()
})
