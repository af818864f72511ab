/**
 * The messages, field names as in JSON: the mirror of server/wire/.
 *
 * Dates are `YYYY-MM-DD`, instants ISO 8601 UTC, clock times seconds of the local day (`_s`),
 * lengths metres. A row of a type this code does not know is passed over, never an error: the
 * server may be newer than the phone.
 */

export const SCHEMA = 1

export type Id = string
export type IsoDate = string
export type Span = [number, number]

export type AccountClass = 'core' | 'invest' | 'opportunistic' | 'divest' | 'prospect'
export type Tier = 'A' | 'B' | 'C'
export type Channel = 'visit' | 'phone'
export type Outcome = 'made' | 'phone' | 'missed'
export type SeasonState = 'off' | 'ramp' | 'in' | 'peak'
export type Role = 'rep' | 'manager' | 'colleague' | 'admin'

/** The figures behind a reason; docs/problem-format.md says which there are. */
export type Figures = Record<string, number | string>

/** A place that is no account. */
export interface Place {
  label: string
  lat: number
  lon: number
}

export interface FileProblem {
  line: number
  column: string
  text: string
}

export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  problems: FileProblem[]
}

export interface Me {
  id: Id
  name: string
  email: string
  role: Role
  team: string | null
  language: string
  company: string
  zone: string
  demo: boolean
  notice: string
  token?: string | null
}

export interface About {
  company: string
  demo: boolean
  notice: string
  version: string
  now: string
  today: IsoDate
  zone: string
}

export interface SignInRow {
  id: Id
  entry: 'phone' | 'desk' | 'token'
  device: string
  created_at: string
  last_seen_at: string
  current: boolean
}

// --- accounts ------------------------------------------------------------------------------

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

export interface Due {
  state: DueState
  days: number
  priority: number
  earliest: IsoDate | null
  target: IsoDate | null
  latest: IsoDate | null
  why: string
}

export interface History {
  on: IsoDate
  outcome: Outcome
  result: string
  note: string
  rep: string
  source: string
}

export interface SalesMonth {
  month: string
  value: number
  orders: number
}

export interface SeasonWindow {
  state: SeasonState
  start: string
  end: string
  of: 'account' | 'segment'
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

export interface AccountRow {
  type: 'account'
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
  sales: SalesMonth[]
  windows: SeasonWindow[]
  unplanned: Unplanned | null
}

// --- plans ---------------------------------------------------------------------------------

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

/** A null `start` or `end` is the base. No order of its visits drives less than `bound_s`. */
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

/** `changes` are those since yesterday, of the next two weeks. */
export interface PlanRow {
  type: 'plan'
  id: Id
  rev: number
  made_at: string
  stale: boolean
  working: string
  unplanned: Unplanned[]
  changes?: Change[]
}

// --- what the phone sends and gets -----------------------------------------------------------

export type ItemKind = 'report' | 'drop' | 'pin' | 'withdraw'

export interface ReportArgs {
  visit_id: Id | null
  on: IsoDate
  outcome: Outcome
  result: string
  note: string
  minutes: number | null
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

/** A fact or wish. `about` is the account, whatever the kind. */
export type SyncItem = { id: Id; about: Id; at_phone: string; zone: string } & (
  | { kind: 'report'; args: ReportArgs }
  | { kind: 'drop'; args: DropArgs }
  | { kind: 'pin'; args: PinArgs }
  | { kind: 'withdraw'; args: WithdrawArgs }
)

export interface SyncRequest {
  client_id: Id
  schema: number
  epoch: Id | null
  cursor: number
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
  rep: string
  at_phone: string | null
  amended: boolean
  withdrawn: boolean
}

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
}

export interface Deleted {
  type: string
  id: string
}

export type Row = AccountRow | VisitRow | DayRow | ReportRow | WishRow | MeRow | PlanRow
export type RowType = Row['type']

export interface SyncAnswer {
  results: SyncResult[]
  changes: Row[]
  deleted: Deleted[]
  cursor: number
  more: boolean
  epoch: Id
  server_time: string
  today: IsoDate
  schema: number
}

// --- calendars -------------------------------------------------------------------------------

export interface FeedRequest {
  detail: 'full' | 'address' | 'busy'
  alarm_minutes: number | null
}

/** `url`, `webcal` and `qr_svg` come once, in the answer that made the address. */
export interface FeedOut {
  id: Id
  kind: 'rep' | 'team' | 'account'
  detail: 'full' | 'address' | 'busy'
  alarm_minutes: number | null
  created_at: string
  last_fetched_at: string | null
  last_client: string
  url: string | null
  webcal: string | null
  qr_svg: string | null
}

// --- guards ----------------------------------------------------------------------------------

const ROW_TYPES: ReadonlySet<string> = new Set<RowType>([
  'account',
  'visit',
  'day',
  'report',
  'wish',
  'me',
  'plan',
])

type Fields = Record<string, unknown>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether this code can keep the row: a known type with an id and a revision. */
export function isRow(value: unknown): value is Row {
  return (
    isFields(value) &&
    ROW_TYPES.has(String(value.type)) &&
    typeof value.id === 'string' &&
    typeof value.rev === 'number'
  )
}

/** Whether a body is an answer of /api/sync, and not a hotel's sign-in page. */
export function isSyncAnswer(value: unknown): value is SyncAnswer {
  return (
    isFields(value) &&
    Array.isArray(value.results) &&
    Array.isArray(value.changes) &&
    Array.isArray(value.deleted) &&
    typeof value.cursor === 'number' &&
    typeof value.more === 'boolean' &&
    typeof value.epoch === 'string' &&
    typeof value.server_time === 'string' &&
    typeof value.schema === 'number'
  )
}

export function isMe(value: unknown): value is Me {
  return isFields(value) && typeof value.id === 'string' && typeof value.role === 'string'
}

export function isProblem(value: unknown): value is Problem {
  return isFields(value) && typeof value.detail === 'string' && typeof value.code === 'string'
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isId(value: unknown): value is Id {
  return typeof value === 'string' && UUID.test(value)
}
