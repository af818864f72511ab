/** When to ask for the home screen: after the second check-in, once, where it can be done. */

import { canInstall, isInstalled } from '../../install.ts'
import { stored } from '../../ui/preferences.ts'
import type { SyncItem } from '../../wire.ts'

/** Set when the person said "later": settings still offer it. */
export const LATER = 'install-later'
const USED = 2

export function asksToInstall(items: readonly SyncItem[]): boolean {
  if (items.filter((item) => item.kind === 'check_in').length < USED) return false
  if (isInstalled() || stored(LATER)) return false
  return canInstall.value || /iPhone|iPad/.test(navigator.userAgent)
}
