/** Why nothing is planned for a rep. Pure. */

import type { Rep } from '../wire.ts'

/** Why a rep's plan stands still, and what to do; empty for who is planned as usual. */
export function standstill(rep: Pick<Rep, 'name' | 'active' | 'base_lat'>): string {
  if (!rep.active) {
    return `${rep.name} is paused: nobody makes these visits, and calendars leave them out. Under People let ${rep.name} work again, or give the accounts to others.`
  }
  if (rep.base_lat === null) {
    return `${rep.name} has no base yet: say under People where the days start, then a plan is made.`
  }
  return ''
}
