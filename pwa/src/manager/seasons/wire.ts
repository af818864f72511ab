/** What the Seasons screen reads: the mirror of server/wire/seasons.py. */

import type { Id, IsoDate, SeasonOf, SeasonState, SeasonWindow } from '../../wire.ts'

export type PlainWindow = Pick<SeasonWindow, 'state' | 'start' | 'end'>

export interface Whose {
  of: SeasonOf
  key: string
}

export interface Scope extends Whose {
  label: string
  windows: SeasonWindow[]
  state: SeasonState
  accounts: number
  governed: number
}

export interface Follower {
  account_id: Id
  number: string
  name: string
  town: string
  rep: string
  account_class: string
  state: SeasonState
  windows: SeasonWindow[]
  why: string
}

export interface StateChange {
  account_id: Id
  name: string
  town: string
  before: SeasonState
  after: SeasonState
}

export interface RequiredWeek {
  first: IsoDate
  before: number
  after: number
}

export interface Effect {
  governed: number
  replaced: number
  overruled: number
  elsewhere: number
  changed: StateChange[]
  weeks: RequiredWeek[]
  followers: Follower[]
}

export interface Saved {
  accounts: number
  before: SeasonWindow[]
}

export interface IndexMonth {
  month: number
  index: number
  in_season: boolean
}

export type Verdict =
  | 'season'
  | 'busy'
  | 'all_year'
  | 'scattered'
  | 'no_evidence'
  | 'too_few'
  | 'too_short'

export type Standing = 'open' | 'accepted' | 'later' | 'never'

export interface Suggestion extends Whose {
  label: string
  pooled_with: string[]
  verdict: Verdict
  standing: Standing
  until: IsoDate | null
  words: string
  first_year: number | null
  last_year: number | null
  accounts: number
  orders: number
  months: IndexMonth[]
  carried: number | null
  windows: SeasonWindow[]
  current: SeasonWindow[]
  ramp_from: string | null
  buyers_outside: { account_id: Id; name: string; share_outside: number }[]
}

export interface RampAccount {
  account_id: Id
  name: string
  town: string
  rep: string
  opens: IsoDate
  ramp_from: IsoDate
  wanted: number
  done: number
  planned: IsoDate[]
  missing: number
  first_touch: IsoDate | null
  first_order: IsoDate | null
  lag_months: number | null
  outcome: 'ahead' | 'ramp' | 'complete' | 'missed'
  order: '' | 'none_yet' | 'after' | 'same_month' | 'before' | 'no_touch'
}

export interface RampGroup {
  town: string
  segment: string
  opens: IsoDate
  ramp_from: IsoDate
  wanted: number
  done: number
  planned: number
  missing: number
  accounts: RampAccount[]
}

export interface Ramp {
  today: IsoDate
  days: number
  touches: number
  coming: RampGroup[]
  opened: RampGroup[]
}
