/** Who might be visited besides, by what is on the phone: the accounts a rep may look in on. */

import { DAY_S, weekday } from '../dates.ts'
import type { AccountRow, IsoDate, Span } from '../wire.ts'
import { type Candidate, worth } from './known-day.ts'
import { place } from './travel.ts'

const OPEN = ['open', 'due', 'overdue']

/**
 * Returns the accounts that are due or open, and not planned that day anyway.
 *
 * Nobody is offered who is closed, off season, by phone only, or to be left alone.
 */
export function candidates(
  accounts: Iterable<AccountRow>,
  on: IsoDate,
  leftAlone: ReadonlySet<string>,
): Candidate[] {
  return [...accounts]
    .filter((one) => one.active && OPEN.includes(one.due.state) && !leftAlone.has(one.id))
    .flatMap((one) => candidate(one, on) ?? [])
}

/** An account as the planner takes it; null where it cannot be visited that day. */
export function candidate(account: AccountRow, on: IsoDate): Candidate | null {
  const [here, windows] = [place(account), hoursOn(account, on)]
  if (!here || windows.length === 0 || account.cadence.channel === 'phone') return null
  const { service_s } = account.cadence
  return {
    account_id: account.id,
    place: here,
    service_s,
    windows,
    worth_s: worth(account.due.priority),
  }
}

/** The usual opening hours of the weekday; any time, while the details are not on the phone yet. */
export function hoursOn(account: AccountRow, on: IsoDate): Span[] {
  return account.brief ? [[0, DAY_S]] : (account.hours_week[weekday(on)] ?? [])
}
