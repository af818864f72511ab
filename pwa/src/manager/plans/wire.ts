/** The messages only the review of plans reads: the mirror of server/wire/review.py. */

import type { AccountClass, Id, IsoDate } from '../../wire.ts'
import type { PlanSummary } from '../wire.ts'

export type Flag = 'overload' | 'over' | 'slack' | ''

/** Minutes required beside those there; `share` is null where nobody works. */
export interface YearWeek {
  first: IsoDate
  last: IsoDate
  week: number
  required_min: Record<AccountClass, number>
  all_min: number
  available_min: number
  share: number | null
  flag: Flag
  short: string[]
}

/** Weeks in a row that ask for more than they hold, and why. */
export interface Collision {
  first: IsoDate
  last: IsoDate
  kind: 'season' | 'hours' | 'always'
  by: 'segment' | 'town' | ''
  causes: string[]
  share: number
  sentence: string
}

export interface RepYear {
  rep_id: Id
  rep: string
  way_min: number
  way_from: 'setting' | 'legs'
  legs: number
  accounts: number
  weeks: YearWeek[]
  collisions: Collision[]
  all_min: number
  available_min: number
  share: number | null
  flag: Flag
  reps_needed: number | null
}

export interface Balance {
  index: Record<Id, number | null>
  cv: number | null
  gini: number | null
  max_min: number | null
  band: number
  outside: Id[]
}

export interface Year {
  overload: number
  slack: number
  items: RepYear[]
  balance: Balance
}

export interface YearAccount {
  account_id: Id
  account: string
  account_class: AccountClass
  tier: string
  segment: string
  city: string
  visits: number
  minutes: number
}

/** The accounts behind a week's minutes; they add up to `total_min`. */
export interface YearList {
  first: IsoDate
  last: IsoDate
  total_min: number
  available_min: number
  items: YearAccount[]
}

export interface HoursDay {
  on: IsoDate
  stops: number
  calls: number
  service_s: number
  travel_s: number
  needed_s: number
  there_s: number
  why: string
}

export interface HoursWeek {
  first: IsoDate
  last: IsoDate
  required_s: number
  needed_s: number
  there_s: number
  planned: boolean
  days: HoursDay[]
}

export interface Hours {
  rep_id: Id
  weeks: HoursWeek[]
}

export type WeightName = 'driving' | 'steady' | 'punctual' | 'value'
/** Factors of what plans weigh; 1 is the usual. */
export type Weights = Record<WeightName, number>

export interface Review {
  rep_id: Id
  publishing: 'itself' | 'held' | 'company'
  held: { at: string | null; by: string; why: string } | null
  weights: Weights
  usual: boolean
  refused: { made_at: string; at: string; by: string; why: string } | null
}

/** What the rep (`by` is empty) or a manager asked of the plan, and its answer. */
export interface Wish {
  id: Id
  account_id: Id
  account: string
  visit_id: Id | null
  kind: 'drop' | 'pin' | 'avoid'
  on: IsoDate
  start_s: number | null
  end_s: number | null
  why: string
  by: string
  answer: 'waiting' | 'kept' | 'refused'
  answer_text: string
}

/** What a visit would cost on a date; with a `reason` the date cannot have it; a call has no `start_s`. */
export interface DayOffer {
  on: IsoDate
  detour_s: number | null
  start_s: number | null
  reason: string | null
  sentence: string
}

/** A plan's summary says what it weighed; null or missing is the usual. */
export type WeighedSummary = PlanSummary & { weights?: Weights | null }
