/**
 * The messages only the desk reads and sends, field names as in JSON: the rest of the mirror of
 * server/wire/. Types alone, so that the phone's bundle carries nothing of them.
 */

import type {
  AccountClass,
  Channel,
  DayRow,
  FeedDetail,
  FileProblem,
  History,
  Id,
  IsoDate,
  Outcome,
  Place,
  SeasonState,
  SeasonWindow,
  Span,
  Tier,
  Unplanned,
  VisitRow,
} from '../wire.ts'

/** Why an account is planned when it is, and why what is due has no day. */
export interface AccountPlan {
  visits: VisitRow[]
  unplanned: Unplanned[]
}

export interface Items<T> {
  items: T[]
}

/** `total` counts what the filters find, also where fewer rows are sent. */
/** What a lost phone still sent: every text as it came. */
export interface KeptAside {
  id: Id
  person_id: Id
  rep: string
  device: string
  kind: string
  account: string
  on: string
  outcome: string
  note: string
  kept_at: string
}

export interface Found<T> extends Items<T> {
  total: number
}

// --- what reps told ------------------------------------------------------------------------------

/** A report in full; `account` and `account_class` are the account's as it stands now. */
export interface Report {
  id: Id
  account_id: Id
  account: string
  account_class: AccountClass
  rep: string
  on: IsoDate
  outcome: Outcome
  result: string
  note: string
  minutes: number | null
  next_step: string
  next_step_on: IsoDate | null
  class_answer: string
  class_wanted: string | null
  events: string[]
  order_value: number | null
  /** SHA-256 of the pictures that have arrived. */
  photos: string[]
  source: string
}

/** An account a rep added on the road. */
export interface FoundProspect {
  account_id: Id
  account: string
  city: string
  account_class: AccountClass
  rep: string
  on: IsoDate
  note: string
}

/** Each the latest first. */
export interface Field {
  proposals: Report[]
  prospects: FoundProspect[]
  missed: Report[]
}

// --- people --------------------------------------------------------------------------------------

export interface DayOff {
  id: Id
  first: IsoDate
  last: IsoDate
  reason: string
}

/** Where a weekday begins and ends; null is the base. */
export interface DayEnds {
  start: Place | null
  end: Place | null
}

/** Nights away a rep accepts, only at places at least `least_s` of driving from base. */
export interface Nights {
  places: Place[]
  a_week: number
  least_s: number
}

export interface Rep {
  id: Id
  name: string
  email: string
  team: string | null
  active: boolean
  base_label: string
  base_lat: number | null
  base_lon: number | null
  zone: string
  country: string
  subdivision: string | null
  week: (Span | null)[]
  lunch_start_s: number | null
  lunch_end_s: number | null
  lunch_s: number
  ends: (DayEnds | null)[]
  nights: Nights | null
  auto_publish: boolean
  days_off: DayOff[]
  accounts: number
  last_sync: string | null
}

export type RepChange = Partial<
  Pick<
    Rep,
    | 'base_label'
    | 'base_lat'
    | 'base_lon'
    | 'week'
    | 'zone'
    | 'country'
    | 'subdivision'
    | 'lunch_start_s'
    | 'lunch_end_s'
    | 'lunch_s'
    | 'ends'
    | 'nights'
    | 'auto_publish'
  >
>

export type SettingValue = number | boolean | number[] | string | null

export interface Setting {
  key: string
  value: SettingValue
  default: SettingValue
  sentence: string
}

export type Overload = 'protect' | 'stretch' | 'lapse'

/** What may happen to a class when the hours do not suffice. */
export interface Policy {
  account_class: AccountClass
  overload: Overload
  stretch_to: number
}

/** Accounts better visited on some weekdays (0 is Monday) or in some weeks of a cycle. */
export interface Region {
  name: string
  account_ids: Id[]
  weekdays: number[]
  weeks: number[]
  cycle_weeks: number
}

// --- accounts ------------------------------------------------------------------------------------

/** Only what is sent changes; `rev` as it was read. */
export interface AccountChange {
  rev: number
  rep_id?: Id
  account_class?: AccountClass
  why?: string
  tier?: Tier
  product_line?: string
  interval_d?: number
  times_per_week?: number
  clear_override?: boolean
  service_s?: number
  opening_hours?: string
  lat?: number
  lon?: number
  active?: boolean
  windows?: SeasonWindowIn[]
}

export type SeasonWindowIn = Pick<SeasonWindow, 'state' | 'start' | 'end'>

export interface Segment {
  name: string
  label: string
  opening_hours: string
  windows: SeasonWindow[]
  state: SeasonState
  accounts: number
}

export interface SegmentChange {
  opening_hours?: string
  windows?: SeasonWindowIn[]
}

export interface CadenceRule {
  account_class: AccountClass
  tier: Tier
  interval_d: number | null
  tolerance_d: number | null
  service_s: number
  channel: Channel
  value: number
}

// --- imports -------------------------------------------------------------------------------------

export type ImportKind = 'accounts' | 'visits' | 'sales' | 'touches'

export interface ImportField {
  name: string
  label: string
  needed: boolean
}

export interface ImportRow {
  line: number
  action: 'add' | 'change' | 'unchanged' | 'refuse'
  key: string
  label: string
  changes: Record<string, [string, string]>
}

/** An open question about the whole file; its answer is sent in the mapping, under its name. */
export interface ImportChoice {
  name: string
  label: string
  options: string[]
  chosen: string | null
}

/** A file that was applied. */
export interface ImportRun {
  id: Id
  at: string
  by: string
  kind: ImportKind
  file_name: string
  counts: Record<string, number>
}

/** `mapping` is header -> field. Rows are samples, counts are whole. */
export interface ImportPreview {
  kind: ImportKind
  file_name: string
  applied: boolean
  headers: string[]
  mapping: Record<string, string>
  fields: ImportField[]
  counts: Record<string, number>
  rows: ImportRow[]
  problems: FileProblem[]
  problems_total: number
  choices?: ImportChoice[]
}

export interface SplitShare {
  rep_id: Id
  rep: string
  accounts_before: number
  accounts_after: number
  minutes_before: number
  minutes_after: number
}

export interface SplitAccount {
  account_id: Id
  name: string
  city: string
  rep_id: Id
}

export interface SplitPreview {
  reps: SplitShare[]
  accounts: SplitAccount[]
  undo_id: Id | null
}

// --- plans ---------------------------------------------------------------------------------------

export interface WorkRequest {
  task: string
  key: string
  about: string
  state: 'waiting' | 'running' | 'done' | 'failed'
  progress: string
  error: string
  attempts: number
  asked_at: string
  finished_at: string | null
}

/** What a list of plans shows; older plans may lack some of it. */
export interface PlanSummary {
  days?: number
  visits?: number
  calls?: number
  travel_s?: number
  service_s?: number
  proven_days?: number
  unplanned?: Record<string, number>
  seconds?: number
  required_s?: number
  available_s?: number
  stretch?: Partial<Record<AccountClass, number>>
  changes?: number | null
}

/** Hours required by class beside those there. */
export interface Load {
  first: IsoDate
  last: IsoDate
  required_h: Record<AccountClass, number>
  all_h: number
  available_h: number
  fits: boolean
}

/** Null where no factor is enough. */
export interface Capacity {
  weeks: Load[]
  total: Load
  stretch: number | null
  stretch_all: number | null
}

export interface Plan {
  id: Id
  rep_id: Id
  rep: string
  made_at: string
  today: IsoDate
  last_day: IsoDate
  state: 'draft' | 'published' | 'replaced' | 'refused'
  summary: PlanSummary
  unplanned: Unplanned[]
}

export interface PlannedDay {
  day: DayRow
  visits: VisitRow[]
}

// --- coverage ------------------------------------------------------------------------------------

export interface Figure {
  metric: string
  value: number | null
  /** Both null for a median, the second for a sum. */
  numerator: number | null
  denominator: number | null
  low?: number | null
  high?: number | null
  before?: number | null
}

export interface Metric {
  name: string
  /** What the list behind it is made of. */
  of?: 'accounts' | 'days'
  label: string
  sentence: string
  unit: 'share' | 'value' | 'days' | 'count' | 'ratio'
  good: string
  higher_is_better: boolean
}

export interface CoverageGroup {
  key: string
  label: string
  figures: Figure[]
}

export interface Coverage {
  first: IsoDate
  last: IsoDate
  by: string
  metrics: Metric[]
  total: CoverageGroup
  groups: CoverageGroup[]
}

export interface CoverageAccount {
  account_id: Id
  number: string
  name: string
  rep: string
  account_class: string
  tier: string
  segment: string
  city: string
  required: number
  made: number
  missed: number
  overdue_days: number
  overdue_value: number
  due: string
  last_visit: IsoDate | null
  visits: History[]
}

export interface CoverageList {
  metric: Metric
  figure: Figure
  accounts: CoverageAccount[]
}

// --- calendars -------------------------------------------------------------------------------------

/** That a rep has a calendar address, and by what it is read: never the address. */
export interface TeamFeed {
  rep_id: Id
  rep: string
  kind: 'rep' | 'team' | 'account'
  detail: FeedDetail
  created_at: string
  last_fetched_at: string | null
  last_client: string
}
