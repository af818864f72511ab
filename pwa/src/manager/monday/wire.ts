/** The messages of the first screen and of exceptions, as server/wire/monday.py says them. */

import type { Id, IsoDate } from '../../wire.ts'
import type { Screen } from '../router.ts'

export interface MondayItem {
  account_id: Id | null
  name: string
  city: string
  rep_id: Id | null
  rep: string
  account_class: string
  tier: string
  on: IsoDate | null
  note: string
  adds: number
  of: number
}

export interface Exception {
  key: string
  kind: string
  waiting: boolean
  rep_id: Id | null
  title: string
  figure: string
  why: string
  effect: string
  action: string
  screen: Screen
  query: Record<string, string>
  size: number
  items: readonly MondayItem[]
  snoozed_until: IsoDate | null
  snoozed_why: string
}

export interface Exceptions {
  today: IsoDate
  items: readonly Exception[]
  snoozed: readonly Exception[]
}

export interface Fact {
  text: string
  list: ListName | ''
  only_class: string
  screen: Screen | null
  query: Record<string, string>
}

export interface MondayWeek {
  first: IsoDate
  required_min: number
  available_min: number
  share: number | null
  flag: 'overload' | 'over' | 'slack' | ''
}

export interface MondayRep {
  rep_id: Id
  rep: string
  weeks: readonly MondayWeek[]
  share: number | null
  attainment: number | null
  attainment_before: number | null
  overdue_value: number
  overdue: number
  unreported: number
  last_sync: string | null
  silent_days: number | null
}

export type ListName = 'required' | 'overdue' | 'unreported'

export interface Monday {
  first: IsoDate
  today: IsoDate
  sentence: readonly Fact[]
  attainment: number | null
  attainment_before: number | null
  reps: readonly MondayRep[]
  decisions: readonly Exception[]
  open: number
  snoozed: number
  lists: Record<ListName, readonly MondayItem[]>
}
