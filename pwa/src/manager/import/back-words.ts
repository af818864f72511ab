/** What taking an import back means, in words. Pure. */

import { sentence } from '../../ui/format.ts'
import type { ImportBack } from './wire.ts'

const accounts = (count: number) => `${count} ${count === 1 ? 'account' : 'accounts'}`

/** What would become of how many accounts; empty where nothing would. */
export function backWords({ removed, paused, restored }: ImportBack): string {
  const words = [
    removed > 0 && `${accounts(removed)} removed`,
    paused > 0 && `${accounts(paused)} paused`,
    restored > 0 && `${accounts(restored)} as before the file`,
  ]
  return sentence(words.filter(Boolean).join(', '))
}

/** Whether nothing stands in the way. */
export function mayGoBack(back: ImportBack): boolean {
  return back.moved_on === 0 && back.removed + back.paused + back.restored > 0
}
