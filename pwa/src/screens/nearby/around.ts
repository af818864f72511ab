/** Who may be looked in on besides today's stops. */

import * as phone from '../../phone.ts'
import { candidates } from '../../planner/candidates.ts'
import type { Candidate } from '../../planner/known-day.ts'

/** Accounts that are due or open and that nobody visits today anyway. */
export function around(): Candidate[] {
  const { stops, calls, extras } = phone.todaysDay.value
  const seen = [
    ...[...stops, ...calls].map((stop) => stop.visit.account_id),
    ...extras.map((fact) => fact.account_id),
  ]
  const accounts = [...phone.rows.value.accounts.values(), ...phone.added.value.values()]
  return candidates(accounts, phone.today.value, new Set([...seen, ...leftAlone()]))
}

/** Somebody said: not today. */
function leftAlone(): string[] {
  return phone.standing.value.skips
    .filter((skip) => skip.on === phone.today.value)
    .map((skip) => skip.account_id)
}
