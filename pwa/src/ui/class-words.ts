import type { AccountRow } from '../wire.ts'
import { t, word } from './t.ts'

/** "Core A". The first screen says it, so it has a file of its own. */
export function classWords(account: Pick<AccountRow, 'account_class' | 'tier'>): string {
  return t('chip.class', { class: word('class', account.account_class), tier: account.tier })
}
