/** What taking an import back means, in words. Pure. */

import { sentence } from '../../ui/format.ts'
import type { ImportKind } from '../wire.ts'
import type { ImportBack } from './wire.ts'

const NOUNS: Readonly<Record<ImportKind, readonly [string, string]>> = {
  accounts: ['account', 'accounts'],
  visits: ['visit', 'visits'],
  sales: ['month of an account', 'months of accounts'],
  touches: ['touch', 'touches'],
}

/** "3 visits": how many of what a file of this kind tells. */
export function counted(count: number, kind: ImportKind = 'accounts'): string {
  const [one, many] = NOUNS[kind]
  return `${count} ${count === 1 ? one : many}`
}

/** What would become of how many; empty where nothing would. */
export function backWords({ kind, removed, paused, restored }: ImportBack): string {
  const words = [
    removed > 0 && `${counted(removed, kind)} removed`,
    paused > 0 && `${counted(paused, kind)} paused`,
    restored > 0 && `${counted(restored, kind)} as before the file`,
  ]
  return sentence(words.filter(Boolean).join(', '))
}

/** Whether nothing stands in the way. */
export function mayGoBack(back: ImportBack): boolean {
  return back.moved_on === 0 && back.removed + back.paused + back.restored > 0
}
