import type { AccountRow } from './wire.ts'

/** A row with its details; where the list is newer, what the list says counts. */
export function current(whole: AccountRow, listed: AccountRow | undefined): AccountRow {
  if (!listed || listed.rev <= whole.rev) return whole
  const { account_class, tier, active, name, city, lat, lon, due, unplanned } = listed
  const { last_visit, next_visit } = listed
  const said = { account_class, tier, active, name, city, lat, lon, due, unplanned }
  return { ...whole, ...said, last_visit, next_visit }
}
