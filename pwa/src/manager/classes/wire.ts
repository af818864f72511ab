/** The messages of the Classes screen, field names as in JSON: the mirror of server/wire/classes.py. */

import type { AccountClass, Id, IsoDate } from '../../wire.ts'

/** Visits and calls of a year, minutes of a mean week with the way there. */
export interface Demand {
  visits: number
  minutes: number
}

export interface Proposal {
  id: Id
  account_id: Id
  account: string
  city: string
  rep_id: Id | null
  rep: string
  tier: string
  from_class: AccountClass
  to_class: AccountClass
  reasons: string[]
  /** Empty for the rules. */
  by: string
  made_on: IsoDate
  challenge: string
  challenged_by: string
  before: Demand
  after: Demand
}

export interface RepLoad extends Demand {
  rep_id: Id
  rep: string
  capacity_min: number
}

export interface Risk {
  account_id: Id
  account: string
  city: string
  rep: string
  sales_12m: number
  reasons: string[]
}

export interface Proposals {
  items: Proposal[]
  reps: RepLoad[]
  at_risk: Risk[]
}

export interface Decided {
  id: Id
  account_id: Id
  account: string
  from_class: AccountClass
  to_class: AccountClass
  reasons: string[]
  by: string
  made_on: IsoDate
  challenge: string
  decision: 'accepted' | 'refused'
  decided_by: string
  decided_at: string
  why: string
  valid_from: IsoDate | null
}

export interface MixFlag {
  name: string
  share: number
  limit: number
}

export interface MixPart {
  account_class: AccountClass
  accounts: number
  minutes: number
}

export interface MixRow {
  rep_id: Id | null
  rep: string
  parts: MixPart[]
  accounts: number
  minutes: number
  capacity_min: number
  distance: number | null
  flags: MixFlag[]
}

export interface MixAccount extends Demand {
  account_id: Id
  account: string
  city: string
  rep: string
  account_class: AccountClass
  tier: string
}

export interface PlaybookText {
  objective: string
  points: string[]
  checklist: string[]
}

export interface PlaybookPage {
  key: string
  /** Null where a less particular page stands in its place. */
  page: PlaybookText | null
  edited: boolean
}

/** Whether every account is being held against the rules; `ahead` is other work running now. */
export interface Judging {
  state: 'never' | 'waiting' | 'running' | 'done' | 'failed'
  ahead: number
  finished_at: string | null
  error: string
}
