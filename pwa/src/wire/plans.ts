/** Plans, days and visits; what a plan changed. */

import type { Unplanned } from './accounts.ts'
import type { Channel, Figures, Id, IsoDate, Place, Span } from './base.ts'

/** Why a visit is planned. */
export type PlannedReason =
  | 'due'
  | 'late'
  | 'ramp'
  | 'prospecting'
  | 'frozen'
  | 'pin'
  | 'appointment'

/** `why` says `reason` and `figures` in a sentence; rows of an older server have only that. */
export interface VisitRow {
  type: 'visit'
  id: Id
  rev: number
  account_id: Id
  account: string
  rep_id: Id
  on: IsoDate
  position: number
  channel: Channel
  arrival_s: number | null
  start_s: number | null
  departure_s: number | null
  travel_s: number
  travel_m: number
  service_s: number
  earliest: IsoDate | null
  target: IsoDate | null
  latest: IsoDate | null
  ramp: boolean
  why: string
  reason?: PlannedReason | null
  figures?: Figures
  held: 'frozen' | 'pin' | 'appointment' | null
  cancelled: boolean
  windows: Span[]
}

/** From each place (row) to each (column), seconds and metres: "start", "end", ids of visits. */
export interface Travel {
  places: string[]
  s: number[][]
  m: number[][]
}

/** What a date allows: working hours, when lunch may be and how long, times taken. */
export interface Allows {
  hours: Span
  lunch: Span | null
  lunch_s: number
  busy: Span[]
}

/**
 * A null `start` or `end` is the base. No order of its visits drives less than `bound_s`.
 * `travel` and `allows` come with the days of a week from the plan's first.
 */
export interface DayRow {
  type: 'day'
  id: string
  rev: number
  rep_id: Id
  on: IsoDate
  leave_s: number
  home_s: number
  lunch_start_s: number | null
  lunch_s: number
  travel_s: number
  travel_m: number
  proven: boolean
  bound_s?: number
  start?: Place | null
  end?: Place | null
  estimate: boolean
  travel?: Travel | null
  allows?: Allows | null
}

/** A visit that differs between two plans; `before` and `after` are its dates. */
export interface Change {
  kind: 'moved' | 'retimed' | 'added' | 'dropped'
  account_id: Id
  account: string
  before: IsoDate | null
  after: IsoDate | null
  reason: string
  sentence: string
  figures: Figures
}

/** A draft against the published plan, or that one since a date. */
export interface Changes {
  plan_id: Id
  state: 'draft' | 'published'
  made_at: string
  since: IsoDate | null
  nervousness: number | null
  items: Change[]
}

/** `changes` are those since yesterday, of the next two weeks; `tag` tells two states apart. */
export interface PlanRow {
  type: 'plan'
  id: Id
  rev: number
  tag?: string
  made_at: string
  stale: boolean
  working: string
  unplanned: Unplanned[]
  changes?: Change[]
}
