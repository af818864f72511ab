/** Accounts as the phone keeps them and the desk lists them. */

import type {
  AccountClass,
  Channel,
  Figures,
  Id,
  IsoDate,
  Outcome,
  SeasonState,
  Span,
  Tier,
} from './base.ts'

export interface Contact {
  name: string
  phone: string
  email: string
}

export interface Cadence {
  interval_d: number | null
  tolerance: number
  service_s: number
  channel: Channel
  overridden: boolean
}

export interface Season {
  state: SeasonState
  until: IsoDate | null
  opens: IsoDate | null
}

export type DueState = 'not_due' | 'open' | 'due' | 'overdue' | 'off_season' | 'no_cadence'

/** `reason` and `figures` lack in rows of an older server. */
export interface Due {
  state: DueState
  days: number
  priority: number
  earliest: IsoDate | null
  target: IsoDate | null
  latest: IsoDate | null
  why: string
  reason?: 'cadence' | 'ramp' | 'not_before' | 'off_season' | 'no_cadence' | 'first_touch'
  figures?: Figures
}

export interface History {
  on: IsoDate
  outcome: Outcome
  result: string
  note: string
  rep: string
  source: string
  next_step?: string
  next_step_on?: IsoDate | null
}

/** A contact by a colleague: ticket, phone, email, event, campaign, or a newer kind. */
export interface Touch {
  on: IsoDate
  kind: string
  by: string
  text: string
}

export interface SalesMonth {
  month: string
  value: number
  orders: number
}

/** Whose windows they are, the most specific first; a territory is a rep's. */
export type SeasonOf = 'account' | 'town' | 'segment' | 'product_line' | 'territory'

export interface SeasonWindow {
  state: SeasonState
  start: string
  end: string
  of: SeasonOf
}

/** Why what is due has no day. */
export type UnplannedReason =
  | 'not_enough_hours'
  | 'displaced'
  | 'closed'
  | 'off_season'
  | 'no_location'
  | 'too_far'
  | 'no_working_day'
  | 'dropped'
  | 'share_used'
  | 'does_not_fit_day'
  | 'beyond_horizon'

/** `reason` is an UnplannedReason, or a newer one; `figures` lack in rows of an older server. */
export interface Unplanned {
  account_id: Id
  account: string
  reason: string
  sentence: string
  figures?: Figures
  target: IsoDate
  latest: IsoDate
}

/** `brief`: only what the list says; the details are on the disk, or still to come. */
export interface AccountRow {
  type: 'account'
  brief?: true
  id: Id
  rev: number
  number: string
  name: string
  rep_id: Id | null
  rep: string | null
  account_class: AccountClass
  tier: Tier
  segment: string | null
  segment_label: string
  /** Told of one account alone. */
  product_line?: string | null
  active: boolean
  address: string
  city: string
  state: string
  zip: string
  lat: number | null
  lon: number | null
  place_source: string | null
  contacts: Contact[]
  opening_hours: string
  opening_hours_problem: string
  hours_week: Span[][]
  cadence: Cadence
  season: Season
  due: Due
  last_visit: IsoDate | null
  next_visit: IsoDate | null
  potential: number | null
  sales_12m: number
  sales_12m_before: number
  assumed: string[]
  history: History[]
  touches?: Touch[]
  sales: SalesMonth[]
  windows: SeasonWindow[]
  unplanned: Unplanned | null
}

/** Many accounts at once, one list a field, all in the same order. */
export interface AccountColumns {
  id: Id[]
  rev: number[]
  number: string[]
  name: string[]
  account_class: AccountClass[]
  tier: Tier[]
  segment_label: string[]
  active: boolean[]
  city: string[]
  lat: (number | null)[]
  lon: (number | null)[]
  channel: Channel[]
  service_s: number[]
  season: SeasonState[]
  due_state: DueState[]
  due_days: number[]
  due_priority: number[]
  due_target: (IsoDate | null)[]
  due_latest: (IsoDate | null)[]
  last_visit: (IsoDate | null)[]
  next_visit: (IsoDate | null)[]
  unplanned: (string | null)[]
}
