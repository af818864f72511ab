/** What the phone sends and gets: `POST /api/sync`. */

import type { AccountColumns, AccountRow, Contact } from './accounts.ts'
import type { AccountClass, Id, IsoDate, Outcome, Span } from './base.ts'
import type { DayRow, PlanRow, VisitRow } from './plans.ts'

export type ItemKind = SyncItem['kind']

export type ClassAnswer = '' | 'keep' | 'change' | 'unsure'

/** What happened at an account that its class may follow from. */
export const EVENTS = [
  'merger',
  'expansion',
  'big_deal',
  'new_contact',
  'competitor_lost',
  'competitor_won',
  'contract_end',
  'closing',
] as const
export type AccountEvent = (typeof EVENTS)[number]

export interface ReportArgs {
  visit_id: Id | null
  on: IsoDate
  outcome: Outcome
  result: string
  note: string
  minutes: number | null
  next_step?: string
  next_step_on?: IsoDate | null
  class_answer?: ClassAnswer
  class_wanted?: AccountClass | null
  events?: AccountEvent[]
  order_value?: number | null
  /** SHA-256 of each picture, which follows by itself. */
  photos?: string[]
}

/** "I am here"; without a place the phone could not tell where. */
export interface CheckInArgs {
  visit_id: Id | null
  on: IsoDate
  lat: number | null
  lon: number | null
  accuracy_m: number | null
}

/** A new account that has not bought yet; `about` is the id made here. */
export interface ProspectArgs {
  name: string
  on: IsoDate
  segment: string
  address: string
  city: string
  zip: string
  lat: number | null
  lon: number | null
  contact_name: string
  phone: string
  email: string
  note: string
}

/** What somebody who stands there knows better. */
export interface CorrectArgs {
  opening_hours?: string
  lat?: number
  lon?: number
  contacts?: Contact[]
}

export interface FeedbackArgs {
  on: IsoDate
  topic: 'account' | 'route' | 'plan' | 'day'
  text: string
}

export interface DropArgs {
  visit_id: Id
  on: IsoDate
  reason: string
}

export interface PinArgs {
  visit_id: Id | null
  on: IsoDate
  start_s: number | null
  end_s: number | null
  reason: string
}

export interface WithdrawArgs {
  of: Id
}

/** A fact or wish. `about` is the account; feedback, and taking it back, may be about none. */
export type SyncItem = { id: Id; at_phone: string; zone: string } & (
  | ({ about: Id } & Exclude<Said, AboutNone>)
  | ({ about: Id | null } & AboutNone)
)

type AboutNone = Extract<Said, { kind: 'feedback' | 'withdraw' }>

/** What a fact or wish says. */
export type Said =
  | { kind: 'report'; args: ReportArgs }
  | { kind: 'check_in'; args: CheckInArgs }
  | { kind: 'prospect'; args: ProspectArgs }
  | { kind: 'correct'; args: CorrectArgs }
  | { kind: 'feedback'; args: FeedbackArgs }
  | { kind: 'drop'; args: DropArgs }
  | { kind: 'pin'; args: PinArgs }
  | { kind: 'withdraw'; args: WithdrawArgs }

export interface SyncRequest {
  client_id: Id
  schema: number
  epoch: Id | null
  cursor: number
  /** The tag of the plan row that is here: the same one is not sent again. */
  plan: string | null
  /** What the last answer said of the rest. */
  rest: string | null
  send: SyncItem[]
}

export interface SyncResult {
  id: Id
  status: 'accepted' | 'duplicate' | 'refused'
  code?: string | null
  text?: string | null
}

export interface ReportRow {
  type: 'report'
  id: Id
  rev: number
  account_id: Id
  visit_id: Id | null
  on: IsoDate
  outcome: Outcome
  result: string
  note: string
  minutes: number | null
  next_step?: string
  next_step_on?: IsoDate | null
  class_answer?: string
  class_wanted?: string | null
  order_value?: number | null
  photos?: string[]
  rep: string
  at_phone: string | null
  amended: boolean
  withdrawn: boolean
}

/** `answer_text` says `answer_code` and `answer_on`, which rows of an older server lack. */
export interface WishRow {
  type: 'wish'
  id: Id
  rev: number
  account_id: Id
  visit_id: Id | null
  kind: 'drop' | 'pin' | 'avoid'
  on: IsoDate
  start_s: number | null
  end_s: number | null
  reason: string
  withdrawn: boolean
  answer: 'waiting' | 'kept' | 'refused'
  answer_text: string
  answer_code?: string
  answer_on?: IsoDate | null
  /** The manager who asked for it; empty or missing for the rep. */
  by?: string
}

/** A word to the manager; `answered_at` is null until it is answered. */
export interface FeedbackRow {
  type: 'feedback'
  id: Id
  rev: number
  rep_id: Id
  rep: string
  account_id: Id | null
  account: string
  on: IsoDate
  topic: FeedbackArgs['topic']
  text: string
  received_at: string
  answer: string
  answered_at: string | null
  answered_by: string
  withdrawn: boolean
}

export interface MeRow {
  type: 'me'
  id: Id
  rev: number
  name: string
  email: string
  role: string
  company: string
  zone: string
  language: string
  demo: boolean
  notice: string
  base_label: string
  base_lat: number | null
  base_lon: number | null
  week: (Span | null)[]
  lunch_start_s: number | null
  lunch_end_s: number | null
  lunch_s: number
  /** The pages of the playbook somebody edited, by key; a base of before has none. */
  playbook?: Record<string, PlaybookPage>
  /** Working days that a prospect added here may wait for its first contact. */
  first_touch_days?: number | null
}

/** What a visit is for, what to talk about, what to have done before leaving. */
export interface PlaybookPage {
  objective: string
  points: string[]
  checklist: string[]
}

export interface Deleted {
  type: string
  id: string
}

export type Row =
  | AccountRow
  | VisitRow
  | DayRow
  | ReportRow
  | WishRow
  | FeedbackRow
  | MeRow
  | PlanRow
export type RowType = Row['type']

/** `accounts` lists many at once; until `rest` is null, pages with their details follow. */
export interface SyncAnswer {
  results: SyncResult[]
  changes: Row[]
  deleted: Deleted[]
  accounts?: AccountColumns | null
  rest?: string | null
  cursor: number
  more: boolean
  epoch: Id
  server_time: string
  today: IsoDate
  schema: number
}
