/** Which rows of a table are picked. Pure: every function answers a new set. */

export type Chosen = ReadonlySet<string>

export const NONE: Chosen = new Set()

export function toggled(chosen: Chosen, id: string, on: boolean): Chosen {
  const next = new Set(chosen)
  if (on) next.add(id)
  else next.delete(id)
  return next
}

/** All rows between two, both included, become as the later one is. */
export function ranged(
  chosen: Chosen,
  rows: readonly string[],
  from: string,
  to: string,
  on: boolean,
): Chosen {
  const [a, b] = [rows.indexOf(from), rows.indexOf(to)]
  if (a < 0 || b < 0) return toggled(chosen, to, on)
  const between = rows.slice(Math.min(a, b), Math.max(a, b) + 1)
  return between.reduce((made, id) => toggled(made, id, on), chosen)
}

export function added(chosen: Chosen, ids: Iterable<string>): Chosen {
  return new Set([...chosen, ...ids])
}

/** What is picked of what is there: a row that left the list is not picked any more. */
export function among(chosen: Chosen, ids: readonly string[]): Chosen {
  return new Set(ids.filter((id) => chosen.has(id)))
}

export type All = 'none' | 'some' | 'all'

export function howMany(chosen: Chosen, rows: readonly string[]): All {
  const count = rows.filter((id) => chosen.has(id)).length
  return count === 0 ? 'none' : count === rows.length ? 'all' : 'some'
}
