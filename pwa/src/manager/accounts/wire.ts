/** What only the book of accounts reads: changes of many, changes to come, timelines. */

import type { AccountClass, Id, IsoDate, Tier } from '../../wire.ts'
import type { SeasonWindowIn } from '../wire.ts'

/** Only what is there changes. */
export interface BulkFields {
  account_class?: AccountClass
  tier?: Tier
  interval_d?: number
  times_per_week?: number
  clear_override?: boolean
  windows?: SeasonWindowIn[]
  rep_id?: Id | null
  active?: boolean
  valid_from?: IsoDate
  why?: string
}

export interface BulkChange extends BulkFields {
  accounts: { id: Id; rev: number }[]
  apply: boolean
}

export interface BulkRefusal {
  account_id: Id
  name: string
  why: string
}

export interface BulkShare {
  rep_id: Id | null
  rep: string
  accounts_before: number
  accounts_after: number
  visits_before: number
  visits_after: number
  hours_before: number
  hours_after: number
  hours_there: number
}

export interface BulkEffect {
  account_id: Id
  name: string
  city: string
  changes: Record<string, [string, string]>
  visits_before: number
  visits_after: number
  hours_before: number
  hours_after: number
}

export interface BulkPreview {
  applied: boolean
  label: string
  changed: number
  unchanged: number
  refused: BulkRefusal[]
  first: IsoDate
  weeks: number
  valid_from: IsoDate | null
  reps: BulkShare[]
  accounts: BulkEffect[]
  undo_id: Id | null
}

export interface UndoRow {
  id: Id
  at: string
  by: string
  label: string
  accounts: number
  touched: number
}

export interface PlannedChange {
  id: Id
  account_id: Id
  account: string
  field: 'rep_id' | 'account_class'
  value: string | null
  words: string
  valid_from: IsoDate
  by: string
  why: string
}

export type TimelineKind = 'visit' | 'report' | 'touch' | 'class' | 'change' | 'planned' | 'word'

export interface TimelineEntry {
  id: string
  on: IsoDate
  at: string | null
  kind: TimelineKind
  what: string
  who: string
  text: string
}

export interface Timeline {
  items: TimelineEntry[]
  older: number
}
