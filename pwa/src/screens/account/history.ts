import { addDays, weekday } from '../../dates.ts'
import type { Fact } from '../../day.ts'
import type { AccountRow, IsoDate, Outcome, Span } from '../../wire.ts'

export interface Told {
  key: string
  on: IsoDate
  outcome: Outcome
  result: string
  note: string
  rep: string
  waiting: boolean
}

const SHOWN = 8

/**
 * What is known of past contacts, newest first: the server's history and this phone's own reports.
 *
 * A report may be in both; date and words tell that it is the same.
 */
export function history(account: AccountRow, facts: readonly Fact[]): Told[] {
  const known = account.history.map((one, at) => ({ ...one, key: `h${at}`, waiting: false }))
  const same = (fact: Fact) =>
    known.some(
      (one) => one.on === fact.on && one.outcome === fact.outcome && one.note === fact.note,
    )
  const mine = facts
    .filter((fact) => fact.account_id === account.id && !same(fact))
    .map((fact) => ({ ...fact, key: fact.id, rep: '' }))
  return [...mine, ...known].sort((a, b) => b.on.localeCompare(a.on)).slice(0, SHOWN)
}

/** The seven days from today with their opening hours. */
export function weekFrom(
  today: IsoDate,
  week: readonly (readonly Span[])[],
): { on: IsoDate; windows: readonly Span[] }[] {
  return Array.from({ length: 7 }, (_, days) => {
    const on = addDays(today, days)
    return { on, windows: week[weekday(on)] ?? [] }
  })
}
