/** What the accounts' list is narrowed to, as the address keeps it. Pure. */

import type { AccountRow, DueState } from '../../wire.ts'

export const DUE_STATES: readonly DueState[] = [
  'overdue',
  'due',
  'open',
  'not_due',
  'off_season',
  'no_cadence',
]

export const CLASSES = ['core', 'invest', 'opportunistic', 'divest', 'prospect'] as const

/** The lists that ask a manager to do something. */
export const WORK = [
  ['all', 'All'],
  ['unassigned', 'Unassigned'],
  ['needs_location', 'Needs a location'],
] as const
export type Work = (typeof WORK)[number][0]

type Query = Readonly<Record<string, string>>

export function work(query: Query): Work {
  return WORK.find(([name]) => name === query.show)?.[0] ?? 'all'
}

/** The words of the list's address that the server reads. */
export function asked(query: Query): Record<string, string | undefined> {
  const show = work(query)
  return {
    q: query.q,
    rep: query.rep,
    class: query.class,
    state: query.state,
    unassigned: show === 'unassigned' ? '1' : undefined,
    needs_location: show === 'needs_location' ? '1' : undefined,
  }
}

export function isNarrowed({ q, rep, class: of, state }: Query): boolean {
  return Boolean(q || rep || of || state)
}

/** Most urgent first: what a list by due state means. */
export function urgency(account: AccountRow): number {
  return DUE_STATES.indexOf(account.due.state) * 10_000 - account.due.priority
}
