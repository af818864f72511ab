/** Which accounts an address asks for. Pure. */

import { type By, DIMENSIONS, type Filter } from './wire.ts'

/** Stands in an address for "those without one": an empty value would be left out of it. */
export const NONE = '-'

type Query = Readonly<Record<string, string>>

/** What a board is narrowed to. In an address each is named `only_…`. */
export function filterOf(query: Query): Filter {
  const filter: Filter = {}
  for (const [name] of DIMENSIONS) {
    const value = query[`only_${name}`]
    if (value) filter[name] = value === NONE ? '' : value
  }
  return filter
}

/** The change of an address that narrows a board to one value, or widens it again. */
export function narrowTo(by: By, value: string | null): Record<string, string | null> {
  return { [`only_${by}`]: value === '' ? NONE : value }
}

/** The dimension a list was opened from, with its key; several of a heat table's field. */
export function listOf(query: Query): Filter & { by?: string; key?: string } {
  const narrowed: Filter = filterOf(query)
  if (query.of_class) narrowed.account_class = query.of_class
  if (query.of_tier) narrowed.tier = query.of_tier
  if (!query.of) return narrowed
  return { ...narrowed, by: query.of, key: query.key === NONE ? '' : (query.key ?? '') }
}
