/** How the map tells accounts apart: a colour and a shape for each class or due state. Pure. */

import type { Point } from '../../map/projection.ts'
import type { AccountRow } from '../../wire.ts'
import { CLASSES, DUE_STATES } from './filters.ts'

export type ColourBy = 'class' | 'due'

export const KINDS: Readonly<Record<ColourBy, readonly string[]>> = {
  class: CLASSES,
  due: DUE_STATES,
}

export function kindOf(account: AccountRow, by: ColourBy): string {
  return by === 'class' ? account.account_class : account.due.state
}

type Shape = 'circle' | 'square' | 'triangle' | 'diamond' | 'drop' | 'cross'

const SHAPES: Readonly<Record<string, Shape>> = {
  core: 'circle',
  invest: 'triangle',
  opportunistic: 'diamond',
  divest: 'drop',
  prospect: 'cross',
  overdue: 'triangle',
  due: 'square',
  open: 'diamond',
  not_due: 'circle',
  off_season: 'drop',
  no_cadence: 'cross',
}

/** Drawn around the middle, each about ten units wide. */
const PATHS: Readonly<Record<Shape, string>> = {
  circle: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z',
  square: 'M-4.5-4.5h9v9h-9Z',
  triangle: 'M0-5.5L5.5 4.5h-11Z',
  diamond: 'M0-6L6 0L0 6L-6 0Z',
  drop: 'M0 5.5L5.5-4.5h-11Z',
  cross: 'M-1.8-5.5h3.6v3.7h3.7v3.6h-3.7v3.7h-3.6v-3.7h-3.7v-3.6h3.7Z',
}

export function markPath(kind: string): string {
  return PATHS[SHAPES[kind] ?? 'circle']
}

export interface LegendRow {
  kind: string
  /** All found ones, as the table counts them. */
  count: number
  /** Of these on the map. */
  placed: number
}

/** What there is of each kind; the counts together are the table's. */
export function legend(accounts: readonly AccountRow[], by: ColourBy): LegendRow[] {
  return KINDS[by]
    .map((kind) => {
      const mine = accounts.filter((one) => kindOf(one, by) === kind)
      return { kind, count: mine.length, placed: mine.filter((one) => one.lat !== null).length }
    })
    .filter((row) => row.count > 0)
}

export interface Box {
  from: Point
  to: Point
}

export function isIn({ from, to }: Box, at: Point): boolean {
  const between = (value: number, a: number, b: number) =>
    value >= Math.min(a, b) && value <= Math.max(a, b)
  return between(at.x, from.x, to.x) && between(at.y, from.y, to.y)
}

/** Towns by name, each with its accounts: the map's way for who has no mouse. */
export function towns(accounts: readonly AccountRow[]): [string, string[]][] {
  const found = new Map<string, string[]>()
  for (const { id, city } of accounts) {
    if (city) found.set(city, [...(found.get(city) ?? []), id])
  }
  return [...found].sort(([a], [b]) => a.localeCompare(b))
}
