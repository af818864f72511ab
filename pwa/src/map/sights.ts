/** What there is to see on the map of a day: stops in order, the way, accounts, towns. Pure. */

import type { Day, Status, StopView } from '../day.ts'
import type { AccountClass, AccountRow, DueState, Id, Place as NamedPlace, Tier } from '../wire.ts'
import type { Place } from './projection.ts'

/** Most pressing first: in this order the legend and the list say them. */
export const DUE_STATES: readonly DueState[] = [
  'overdue',
  'due',
  'open',
  'not_due',
  'off_season',
  'no_cadence',
]

/** A stop with its number in the list of the day; 0 when it is over. */
export interface Stop extends Place {
  visit_id: Id
  account_id: Id
  name: string
  number: number
  status: Status
  start_s: number | null
}

/** An account that is no stop of the day. */
export interface Dot extends Place {
  account_id: Id
  name: string
  state: DueState
  account_class: AccountClass
  tier: Tier
  city: string
}

export interface Town extends Place {
  name: string
  /** How many accounts are there: where names would overlap, the town with most is named. */
  accounts: number
}

export interface Sights {
  /** Where the day begins and ends; one of them where both are the same. */
  bases: Place[]
  stops: Stop[]
  line: Place[]
  dots: Dot[]
  towns: Town[]
  /** Accounts whose place nobody knows. */
  missing: number
}

interface Ends {
  start: NamedPlace | Place | null
  end: NamedPlace | Place | null
}

/** Everything with a place; the line goes from the day's start by the stops in order to its end. */
export function sights(day: Day, ends: Ends, accounts: Iterable<AccountRow>): Sights {
  const stops = day.stops.flatMap(stopOf)
  const onWay = new Set(stops.map((stop) => stop.account_id))
  const all = [...accounts].filter((one) => one.active)
  const placed = all.flatMap((one) => (isPlaced(one) ? [one] : []))
  const { start, end } = ends
  return {
    bases: bases(start, end),
    stops,
    line: stops.length > 0 ? [start, ...stops.filter(isDriven), end].flatMap(pointOf) : [],
    dots: placed.filter((one) => !onWay.has(one.id)).map(dotOf),
    towns: towns(placed),
    missing: all.length - placed.length,
  }
}

/** What the map shows first: the day, or where there is none all accounts. */
export function dayPlaces(of: Sights): Place[] {
  const day = [...of.stops, ...(of.stops.length > 0 ? of.bases : [])]
  return day.length > 0 ? day : [...usual(of.dots), ...of.bases]
}

const FEW = 20
const USUAL_SHARE = 0.95

/** Without the few farthest: one account abroad must not make all others a single dot. */
function usual(places: readonly Place[]): readonly Place[] {
  if (places.length < FEW) return places
  const lat = middle(places.map((place) => place.lat))
  const lon = middle(places.map((place) => place.lon))
  const away = (place: Place) => Math.hypot(place.lat - lat, place.lon - lon)
  const sorted = [...places].sort((a, b) => away(a) - away(b))
  return sorted.slice(0, Math.ceil(sorted.length * USUAL_SHARE))
}

export function counts(dots: readonly Dot[]): [DueState, number][] {
  return DUE_STATES.map((state): [DueState, number] => [
    state,
    dots.filter((dot) => dot.state === state).length,
  ]).filter(([, count]) => count > 0)
}

function stopOf(stop: StopView): Stop[] {
  const { visit, account, number, status, start_s } = stop
  if (!account || !isPlaced(account)) return []
  const { lat, lon } = account
  const name = visit.account
  return [{ visit_id: visit.id, account_id: account.id, name, number, status, start_s, lat, lon }]
}

/** A stop that is left out is on nobody's way. */
function isDriven(stop: Stop): boolean {
  return stop.status !== 'skipped' && stop.status !== 'phone'
}

type Placed = AccountRow & Place

function isPlaced(account: AccountRow): account is Placed {
  return account.lat !== null && account.lon !== null
}

function dotOf(account: Placed): Dot {
  const { id, name, account_class, tier, city, lat, lon } = account
  return { account_id: id, name, state: account.due.state, account_class, tier, city, lat, lon }
}

function pointOf(place: Place | null): Place[] {
  return place ? [{ lat: place.lat, lon: place.lon }] : []
}

function bases(start: Place | null, end: Place | null): Place[] {
  const same = start && end && start.lat === end.lat && start.lon === end.lon
  return [start, same ? null : end].flatMap(pointOf)
}

/** The towns of accounts, each in the middle of them; those with most accounts first. */
function towns(placed: readonly Placed[]): Town[] {
  const found = new Map<string, Placed[]>()
  for (const one of placed) {
    if (one.city) found.set(one.city, [...(found.get(one.city) ?? []), one])
  }
  return [...found]
    .map(([name, there]) => ({
      name,
      accounts: there.length,
      lat: middle(there.map((one) => one.lat)),
      lon: middle(there.map((one) => one.lon)),
    }))
    .sort((a, b) => b.accounts - a.accounts || a.name.localeCompare(b.name))
}

/** The median: one account with a wrong place does not draw its town away. */
function middle(values: number[]): number {
  const sorted = values.sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
