/**
 * Route + facts = what today looks like. Pure: what is on the phone goes in, a view comes out.
 *
 * Plans flow down, facts flow up: nothing here changes a plan. A report or skip that still waits
 * in the outbox counts just like one the server has.
 */

import { DAY_S, localTime, weekday } from './dates.ts'
import { inOrder, type OutboxRow } from './outbox.ts'
import type {
  AccountRow,
  DayRow,
  FeedbackRow,
  Id,
  IsoDate,
  MeRow,
  Outcome,
  PlanRow,
  ReportRow,
  Row,
  SyncItem,
  VisitRow,
  WishRow,
} from './wire.ts'

/** The server's rows as the phone last had them. */
export interface Base {
  accounts: ReadonlyMap<Id, AccountRow>
  visits: ReadonlyMap<Id, VisitRow>
  days: ReadonlyMap<IsoDate, DayRow>
  reports: ReadonlyMap<Id, ReportRow>
  wishes: ReadonlyMap<Id, WishRow>
  feedback: ReadonlyMap<Id, FeedbackRow>
  me: MeRow | null
  plan: PlanRow | null
}

export function base(rows: readonly Row[]): Base {
  const of = <T extends Row['type']>(type: T) =>
    new Map(
      rows
        .filter((row): row is Extract<Row, { type: T }> => row.type === type)
        .map((row) => [row.id, row] as const),
    )
  return {
    accounts: of('account'),
    visits: of('visit'),
    days: of('day'),
    reports: of('report'),
    wishes: of('wish'),
    feedback: of('feedback'),
    me: [...of('me').values()][0] ?? null,
    plan: [...of('plan').values()].sort((a, b) => b.rev - a.rev)[0] ?? null,
  }
}

/** What was said to have happened, by whichever of the two says it. */
export interface Fact {
  id: Id
  account_id: Id
  visit_id: Id | null
  on: IsoDate
  outcome: Outcome
  result: string
  note: string
  minutes: number | null
  next_step?: string
  next_step_on?: IsoDate | null
  at: string | null
  /** Still only on this phone. */
  waiting: boolean
}

export interface Skip {
  id: Id
  account_id: Id
  visit_id: Id
  on: IsoDate
  reason: string
  at: string | null
  waiting: boolean
}

export interface View {
  facts: Fact[]
  skips: Skip[]
}

/**
 * The reports and skips that stand: the server's, then the phone's own in the order they were made.
 *
 * What is withdrawn is gone, here as there. Of two reports about one visit the later leads; one
 * the server has marked as an amendment never does. Refused ones are only in the outbox.
 */
export function view(base: Base, outbox: readonly OutboxRow[]): View {
  const rows = inOrder(outbox).filter((row) => row.state === 'waiting')
  const taken = new Set(
    rows.flatMap(({ item }) => (item.kind === 'withdraw' ? [item.args.of] : [])),
  )
  const stands = (thing: { id: Id }) => !taken.has(thing.id)
  const known = new Set([...base.reports.keys(), ...base.wishes.keys()])
  const mine = rows.filter((row) => !known.has(row.item.id))
  return {
    facts: [...sentFacts(base), ...mine.flatMap(waitingFact)].filter(stands),
    skips: [
      ...[...sentSkips(base), ...mine.flatMap(waitingSkip)].filter(stands),
      ...moves(base, [...sentPins(base), ...mine.flatMap(waitingPin)].filter(stands)),
    ],
  }
}

function sentFacts(base: Base): Fact[] {
  return [...base.reports.values()]
    .filter((report) => !report.withdrawn && !report.amended)
    .sort((a, b) => a.rev - b.rev)
    .map((report) => ({ ...report, at: report.at_phone, waiting: false }))
}

function sentSkips(base: Base): Skip[] {
  return [...base.wishes.values()].flatMap((wish) =>
    wish.kind === 'drop' && wish.visit_id && !wish.withdrawn && wish.answer !== 'refused'
      ? [{ ...wish, visit_id: wish.visit_id, at: null, waiting: false }]
      : [],
  )
}

function waitingFact({ item }: OutboxRow): Fact[] {
  if (item.kind !== 'report') return []
  return [{ ...item.args, id: item.id, account_id: item.about, at: item.at_phone, waiting: true }]
}

function waitingSkip({ item }: OutboxRow): Skip[] {
  if (item.kind !== 'drop') return []
  return [{ ...item.args, id: item.id, account_id: item.about, at: item.at_phone, waiting: true }]
}

type Pin = Omit<Skip, 'visit_id'> & { visit_id: Id | null }

/** Once it is answered the plan says where the visit is. */
function sentPins(base: Base): Pin[] {
  return [...base.wishes.values()]
    .filter((wish) => wish.kind === 'pin' && !wish.withdrawn && wish.answer === 'waiting')
    .map((wish) => ({ ...wish, at: null, waiting: false }))
}

function waitingPin({ item }: OutboxRow): Pin[] {
  if (item.kind !== 'pin') return []
  return [{ ...item.args, id: item.id, account_id: item.about, at: item.at_phone, waiting: true }]
}

/** A visit asked for on another day leaves its own; the last word about it counts. */
function moves(base: Base, pins: readonly Pin[]): Skip[] {
  const last = new Map(pins.map((pin) => [pin.visit_id ?? '', pin]))
  return [...last].flatMap(([visit_id, pin]) => {
    const on = base.visits.get(visit_id)?.on ?? pin.on
    return on === pin.on ? [] : [{ ...pin, visit_id, on }]
  })
}

/** When the rep said "I am here" on a date, by account; what waits counts like what was sent. */
export function checkIns(items: readonly SyncItem[], on: IsoDate): ReadonlyMap<Id, string> {
  const taken = new Set(items.flatMap((item) => (item.kind === 'withdraw' ? [item.args.of] : [])))
  return new Map(
    items.flatMap((item) =>
      item.kind === 'check_in' && item.args.on === on && !taken.has(item.id)
        ? [[item.about, item.at_phone] as const]
        : [],
    ),
  )
}

/** What was promised at the last visit or call, if that is still to do; `facts` are newest last. */
export function promise(account: AccountRow, facts: readonly Fact[]): Promised | null {
  const mine = facts.filter((fact) => fact.account_id === account.id).reverse()
  const told = [...mine, ...account.history].filter((one) => one.outcome !== 'missed')
  const last = told.sort((a, b) => b.on.localeCompare(a.on))[0]
  return last?.next_step ? { text: last.next_step, on: last.next_step_on ?? null } : null
}

export interface Promised {
  text: string
  on: IsoDate | null
}

// --- one day ---------------------------------------------------------------------------------

export type Status = 'open' | 'made' | 'phone' | 'missed' | 'skipped'

/** One visit of the day with what became of it. */
export interface StopView {
  visit: VisitRow
  account: AccountRow | null
  status: Status
  fact: Fact | null
  skip: Skip | null
  /** Its place among the stops that are still to come, from 1; 0 when it is over. */
  number: number
  arrival_s: number | null
  start_s: number | null
  departure_s: number | null
  travel_s: number
  travel_m: number
  /** Closed whenever the re-ordered day could reach it. */
  closed: boolean
}

/** Where the rep stands: after which report or skip, at what time. null before the first. */
export interface Anchor {
  account_id: Id | null
  at_s: number
  planned_s: number | null
}

export interface Day {
  on: IsoDate
  /** `none`: nothing is known of that date on this phone. */
  state: 'route' | 'off' | 'empty' | 'none'
  /** Over first, in the order they ended; then the ones to come. */
  stops: StopView[]
  calls: StopView[]
  /** Reports of that date about no visit of it: extra visits, or visits a new plan moved away. */
  extras: Fact[]
  leave_s: number | null
  home_s: number | null
  /** When the working day ends. */
  end_s: number | null
  travel_s: number
  travel_m: number
  lunch_start_s: number | null
  lunch_s: number
  estimate: boolean
  /** Whether the times of the rest were made on this phone, and whether their order was. */
  renewed: 'no' | 'times' | 'order'
  anchor: Anchor | null
}

export function day(base: Base, view: View, on: IsoDate, zone: string): Day {
  const facts = view.facts.filter((fact) => fact.on === on)
  const skips = view.skips.filter((skip) => skip.on === on)
  const frame = base.days.get(on)
  const visits = visitsOn(base, on, facts)
  const [told, skipped] = [lastByVisit(facts), lastByVisit(skips)]
  const all = visits.map((visit) => stopView(base, visit, told, skipped))
  const stops = numbered(
    inDayOrder(
      all.filter((stop) => stop.visit.channel === 'visit'),
      zone,
    ),
  )
  const seen = new Set<Id | null>(visits.map((visit) => visit.id))
  return {
    on,
    state: dayState(base, on, zone, all.length > 0 || facts.length > 0),
    stops,
    calls: all.filter((stop) => stop.visit.channel === 'phone'),
    extras: lastOfEach(facts.filter((fact) => !seen.has(fact.visit_id))),
    leave_s: frame?.leave_s ?? null,
    home_s: frame?.home_s ?? null,
    end_s: base.me?.week[weekday(on)]?.[1] ?? null,
    travel_s: frame?.travel_s ?? sum(stops, (stop) => stop.travel_s),
    travel_m: frame?.travel_m ?? sum(stops, (stop) => stop.travel_m),
    lunch_start_s: frame?.lunch_start_s ?? null,
    lunch_s: frame?.lunch_s ?? 0,
    estimate: frame?.estimate ?? true,
    renewed: 'no',
    anchor: anchor(stops, zone),
  }
}

/** A visit that was reported stays where it was reported, wherever a new plan puts it. */
function visitsOn(base: Base, on: IsoDate, facts: readonly Fact[]): VisitRow[] {
  const reported = new Set(facts.map((fact) => fact.visit_id))
  return [...base.visits.values()]
    .filter((visit) => visit.on === on && (!visit.cancelled || reported.has(visit.id)))
    .sort((a, b) => a.position - b.position)
}

/** The last word about each visit counts. */
function lastByVisit<T extends { visit_id: Id | null }>(things: readonly T[]) {
  return new Map(things.map((thing) => [thing.visit_id, thing]))
}

function stopView(
  base: Base,
  visit: VisitRow,
  facts: ReadonlyMap<Id | null, Fact>,
  skips: ReadonlyMap<Id | null, Skip>,
): StopView {
  const fact = facts.get(visit.id) ?? null
  const skip = skips.get(visit.id) ?? null
  return {
    visit,
    account: base.accounts.get(visit.account_id) ?? null,
    status: fact?.outcome ?? (skip ? 'skipped' : 'open'),
    fact,
    skip: fact ? null : skip,
    number: 0,
    arrival_s: visit.arrival_s,
    start_s: visit.start_s,
    departure_s: visit.departure_s,
    travel_s: visit.travel_s,
    travel_m: visit.travel_m,
    closed: false,
  }
}

function inDayOrder(stops: StopView[], zone: string): StopView[] {
  const over = stops.filter((stop) => stop.status !== 'open')
  over.sort((a, b) => endedAt(a, zone) - endedAt(b, zone))
  return [...over, ...stops.filter((stop) => stop.status === 'open')]
}

function numbered(stops: StopView[]): StopView[] {
  let number = 0
  return stops.map((stop) => ({ ...stop, number: stop.status === 'open' ? ++number : 0 }))
}

function endedAt(stop: StopView, zone: string): number {
  const at = stop.fact?.at ?? stop.skip?.at
  const local = at ? localTime(Date.parse(at), zone) : null
  if (local && local.on === stop.visit.on) return local.s
  return stop.departure_s ?? DAY_S
}

/**
 * Where the rep is by the last report: at that account, at that moment.
 *
 * A skip says nothing about the place, nor does a miss told long before the rep could be there. A
 * report written on another date (last evening's, caught up in the morning) says nothing about the
 * time: then the plan's own time is taken.
 */
function anchor(stops: readonly StopView[], zone: string): Anchor | null {
  const over = stops.filter((stop) => stop.status !== 'open')
  if (over.length === 0) return null
  const there = over.filter((stop) => wasThere(stop, endedAt(stop, zone))).at(-1)
  return {
    account_id: there?.visit.account_id ?? null,
    at_s: Math.max(...over.map((stop) => endedAt(stop, zone))),
    planned_s: there ? there.visit.departure_s : null,
  }
}

/** Earlier than this before the planned arrival, a missed visit was called off from afar. */
const EARLY_S = 15 * 60

function wasThere(stop: StopView, at_s: number): boolean {
  if (stop.status === 'missed') return at_s >= (stop.visit.arrival_s ?? 0) - EARLY_S
  return stop.status === 'made'
}

/** The plan covers every date from the day it was made: one of them without a route is off. */
function dayState(base: Base, on: IsoDate, zone: string, anything: boolean): Day['state'] {
  if (anything) return 'route'
  if (base.days.has(on)) return 'empty'
  const days = [...base.days.keys()].sort()
  const made = base.plan ? [localTime(Date.parse(base.plan.made_at), zone).on] : []
  const [first] = [...made, ...days].sort()
  const last = days.at(-1)
  if (first === undefined || last === undefined || on > last) return 'none'
  return first <= on || base.me?.week[weekday(on)] === null ? 'off' : 'none'
}

function lastOfEach(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((fact) => [fact.visit_id ?? fact.id, fact])).values()]
}

export function openStops(day: Day): StopView[] {
  return day.stops.filter((stop) => stop.status === 'open')
}

export function overStops(day: Day): StopView[] {
  return day.stops.filter((stop) => stop.status !== 'open')
}

/** The stop to go to next; a phone visit is nobody's next stop. */
export function nextStop(day: Day): StopView | null {
  return openStops(day)[0] ?? null
}

export function isFinished(day: Day): boolean {
  return (
    day.stops.length + day.calls.length > 0 &&
    openStops(day).length === 0 &&
    day.calls.every((call) => call.status !== 'open')
  )
}

// --- a new plan came -------------------------------------------------------------------------

export interface PlanChange {
  on: IsoDate
  added: string[]
  removed: string[]
  moved: string[]
}

/** Shifts shorter than this are the road's business, not a change of plan. */
const MOVED_S = 20 * 60

/**
 * What a sync changed in the stops of one date; null when nothing a rep must know of.
 *
 * Stops already reported or skipped are left out: they are over, whatever the plan says now.
 */
export function planChange(
  before: readonly VisitRow[],
  after: readonly VisitRow[],
  on: IsoDate,
  over: ReadonlySet<Id>,
): PlanChange | null {
  const at = (visits: readonly VisitRow[]) =>
    new Map(
      visits
        .filter((visit) => visit.on === on && !visit.cancelled && !over.has(visit.id))
        .map((visit) => [visit.id, visit]),
    )
  const [old, now] = [at(before), at(after)]
  const change: PlanChange = { on, added: [], removed: [], moved: [] }
  for (const [id, visit] of now) {
    const was = old.get(id)
    if (!was) change.added.push(visit.account)
    else if (shift(was, visit) >= MOVED_S) change.moved.push(visit.account)
  }
  for (const [id, visit] of old) if (!now.has(id)) change.removed.push(visit.account)
  return changed(change) > 0 ? change : null
}

export function changed(change: PlanChange): number {
  return change.added.length + change.removed.length + change.moved.length
}

function shift(before: VisitRow, after: VisitRow): number {
  return Math.abs((before.start_s ?? 0) - (after.start_s ?? 0))
}

function sum<T>(things: readonly T[], value: (thing: T) => number): number {
  return things.reduce((total, thing) => total + value(thing), 0)
}
