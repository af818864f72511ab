import { expect, test } from 'vitest'
import { makeFeedback, makeItem, makeRow } from '../../testing.ts'
import type { SyncItem } from '../../wire.ts'
import { words } from './words.ts'

const shown = (...args: Parameters<typeof words>) => words(...args).map((row) => row.id)

test('words to the manager stand the latest first', () => {
  const [old, young] = ['2026-05-04', '2026-05-05'].map((on) =>
    makeFeedback({ id: on, received_at: `${on}T18:00:00Z` }),
  )
  expect(shown([old, young] as never, [])).toEqual(['2026-05-05', '2026-05-04'])
})

test('what was taken back is gone, also while that still waits to be sent', () => {
  const withdraw = { ...makeItem(), kind: 'withdraw', args: { of: 'b' } } as SyncItem
  const known = [makeFeedback({ id: 'a', withdrawn: true }), makeFeedback({ id: 'b' })]
  expect(shown(known, [makeRow({ item: withdraw })])).toEqual([])
  expect(shown(known, [])).toEqual(['b'])
})
