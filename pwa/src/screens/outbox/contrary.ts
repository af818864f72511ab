/** What a manager asked for that a refused wish would have undone: the phone has it already. */

import type { SyncItem, WishRow } from '../../wire.ts'

/** The manager's standing wish a refused item is about; null where the phone knows none. */
export function contrary(item: SyncItem, wishes: ReadonlyMap<string, WishRow>): WishRow | null {
  if (item.kind === 'withdraw') return asked(wishes.get(item.args.of))
  if (item.kind !== 'pin' && item.kind !== 'drop') return null
  const { on, visit_id } = item.args
  const mine = [...wishes.values()].filter((wish) => wish.account_id === item.about && asked(wish))
  const sameDay = mine.find((wish) => wish.on === on)
  const sameVisit = mine.find((wish) => visit_id !== null && wish.visit_id === visit_id)
  return sameDay ?? sameVisit ?? null
}

function asked(wish: WishRow | undefined): WishRow | null {
  return wish?.by && !wish.withdrawn ? wish : null
}
