/**
 * The messages, field names as in JSON: the mirror of server/wire/.
 *
 * Dates are `YYYY-MM-DD`, instants ISO 8601 UTC, clock times seconds of the local day (`_s`),
 * lengths metres. A row of a type this code does not know is passed over, never an error: the
 * server may be newer than the phone.
 */

export const SCHEMA = 2

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

/** `reason` and `figures` lack in rows of an older server. */
export interface Due {
  state: DueState
  days: number
  priority: number
  earliest: IsoDate | null
  target: IsoDate | null
  latest: IsoDate | null
  why: string
  reason?: 'cadence' | 'ramp' | 'not_before' | 'off_season' | 'no_cadence'
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

// --- what the phone sends and gets -----------------------------------------------------------

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

// --- calendars -------------------------------------------------------------------------------

export type FeedDetail = 'full' | 'address' | 'busy'

/** What is stored with a feed and can be changed; a null `alarm_minutes` rings never. */
export interface FeedChange {
  detail: FeedDetail
  alarm_minutes: number | null
  language: 'en' | 'de'
  days_ahead: number
}

/** What is left out has a default of its kind. */
export interface FeedRequest extends Partial<FeedChange> {
  kind: FeedOut['kind']
  account_id?: Id
}

/**
 * `url`, `webcal` and `qr_svg` come once, in the answer that made the address. `reach` says who
 * can reach it; `plain` is an address without encryption.
 */
export interface FeedOut extends FeedChange {
  id: Id
  kind: 'rep' | 'team' | 'account'
  title: string
  account_id: Id | null
  created_at: string
  last_fetched_at: string | null
  last_client: string
  reach: 'public' | 'network' | 'machine' | 'plain'
  url: string | null
  webcal: string | null
  qr_svg: string | null
}

/** A rep's other calendar, without its address; `read_at` is the age of what is kept of it. */
export interface OtherCalendar {
  id: Id
  rep_id: Id
  name: string
  all_day_off: boolean
  titles: boolean
  created_at: string
  tried_at: string | null
  read_at: string | null
  /** Why the last try failed; empty when it did not. */
  problem: string
  problem_text: string
  unread: { code: 'faulty' | 'too_often'; title: string; begins: string }[]
  times: number
  state: 'waiting' | 'running' | 'done' | 'failed'
  progress: string
}

export interface OtherCalendarRequest {
  url: string
  name: string
  all_day_off: boolean
  titles: boolean
}

interface NamedAccount {
  id: Id
  name: string
}

/** A stretch of time another calendar fills; `choices` asks which account is meant. */
export interface BusyTime {
  id: Id
  calendar_id: Id
  calendar: string
  start: string
  end: string
  all_day: boolean
  title: string
  account: NamedAccount | null
  choices: NamedAccount[]
}

/** What came of a visit that a calendar links to. */
export interface Became {
  id: Id
  account_id: Id
  account: string
  rep_id: Id
  rep: string
  on: IsoDate
  start_s: number | null
  state: 'open' | 'made' | 'phone' | 'missed' | 'cancelled' | 'unreported'
  told_on: IsoDate | null
  next_id: Id | null
  next_on: IsoDate | null
  address: string
  lat: number | null
  lon: number | null
  phone: string
}

// --- maps ------------------------------------------------------------------------------------

/** What a map without tiles draws: waters as polygons of `[lat, lon]`, and names of towns. */
export interface PlainMap {
  shoreline: [number, number][][]
  labels: { name: string; lat: number; lon: number }[]
}

/** A region whose tiles a phone can store. `bounds` are west, south, east, north. */
export interface MapRegion {
  name: string
  bytes: number
  bounds: [number, number, number, number]
  made_at: string
  /** Changes when the tiles do. */
  address: string
}

/** `style` is the address of a MapLibre style, for where no region is stored; or empty. */
export interface Maps {
  items: MapRegion[]
  style: string
}

// --- guards ----------------------------------------------------------------------------------

const ROW_TYPES: ReadonlySet<string> = new Set<RowType>([
  'account',
  'visit',
  'day',
  'report',
  'wish',
  'feedback',
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
