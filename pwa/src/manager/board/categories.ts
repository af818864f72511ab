/** By what the board's map tells accounts apart: a colour, a shape and a word each. Pure. */

import { word } from '../../ui/t.ts'
import { CLASSES, DUE_STATES } from '../accounts/filters.ts'
import type { MapAccount } from './wire.ts'

export const SORTS = [
  ['due', 'Due state'],
  ['class', 'Class'],
  ['attainment', 'Attainment'],
] as const
export type SortBy = (typeof SORTS)[number][0]

export type Shape = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross' | 'ring'

export interface Category {
  code: string
  label: string
  shape: Shape
  /** 1 to 6: a colour of the map's style sheet. */
  colour: number
  all: MapAccount[]
  placed: MapAccount[]
}

const SHAPES: readonly Shape[] = ['triangle', 'square', 'diamond', 'circle', 'ring', 'cross']

const ATTAINED: Readonly<Record<MapAccount['attainment'], string>> = {
  none: 'No visit, though required',
  partly: 'Fewer than required',
  met: 'As many as required',
  not_asked: 'Nothing required',
}

const CODES: Readonly<Record<SortBy, readonly string[]>> = {
  due: DUE_STATES,
  class: CLASSES,
  attainment: Object.keys(ATTAINED),
}

/** The categories of a map with their accounts; each account is in exactly one. */
export function categories(accounts: readonly MapAccount[], by: SortBy): Category[] {
  return CODES[by].map((code, at) => {
    const all = accounts.filter((one) => codeOf(one, by) === code)
    return {
      code,
      label: labelOf(code, by),
      shape: SHAPES[at] ?? 'circle',
      colour: at + 1,
      all,
      placed: all.filter((one) => one.lat !== null && one.lon !== null),
    }
  })
}

function codeOf(account: MapAccount, by: SortBy): string {
  if (by === 'class') return account.account_class
  return by === 'due' ? account.due : account.attainment
}

function labelOf(code: string, by: SortBy): string {
  if (by === 'attainment') return ATTAINED[code as MapAccount['attainment']]
  return word(by, code)
}

/** The outline of a mark around the origin, for an SVG path. */
export function outline(shape: Shape): string {
  switch (shape) {
    case 'square':
      return 'M-4.5-4.5h9v9h-9z'
    case 'triangle':
      return 'M0-6L5.5 4.5h-11z'
    case 'diamond':
      return 'M0-6L6 0 0 6-6 0z'
    case 'cross':
      return 'M-1.5-5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z'
    default:
      return 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z'
  }
}
