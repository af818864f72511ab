/**
 * What the screens see and may do: signals over the person's store, and the acts that write it.
 *
 * A screen never talks to the database or the server about the day: it calls an act here, the act
 * writes the disk, and the signals follow.
 */

import { computed, effect, signal } from '@preact/signals'
import { current } from './current.ts'
import { localTime } from './dates.ts'
import {
  type Base,
  base,
  checkIns,
  type Day,
  day,
  type PlanChange,
  planChange,
  view,
} from './day.ts'
import { type Loaded, type Meta, openStore, type Store } from './db.ts'
import { newId } from './ids.ts'
import { counts, type OutboxRow, type SentRow } from './outbox.ts'
import type { KnownDay } from './planner/known-day.ts'
import type { Rest } from './planner/rest.ts'
import { mark, withRest } from './planner/rested.ts'
import type { addedAccounts } from './prospect.ts'
import type { Phase, Outcome as Synced, Syncer } from './sync.ts'
import { clock } from './ui/format.ts'
import type { AccountRow, Id, IsoDate, Me, MeRow, VisitRow } from './wire.ts'

// --- what the screens see ------------------------------------------------------------------------

export const person = signal<Me | null>(null)
/** `closed`: nobody signed in here; `broken`: this browser stores nothing. */
export const state = signal<'opening' | 'open' | 'closed' | 'broken'>('opening')
export const phase = signal<Phase>('idle')
export const rows = signal<Base>(base([]))
export const outbox = signal<OutboxRow[]>([])
export const sent = signal<SentRow[]>([])
export const meta = signal<Meta | null>(null)
/** Whether all rows are here: the app opens with those of today and reads the others when idle. */
export const complete = signal(false)
export const planChanged = signal<PlanChange | null>(null)
/** This device's clock; ticks. */
const device = signal(Date.now())

export const me = computed(() => rows.value.me)
export const zone = computed(() => me.value?.zone ?? person.value?.zone ?? 'UTC')
/** The server's clock as far as we know it: in the demo it rules the screen. */
export const now = computed(() => device.value + (meta.value?.offset_ms ?? 0))
export const local = computed(() => localTime(now.value, zone.value))
export const today = computed<IsoDate>(() => local.value.on)
export const standing = computed(() => view(rows.value, outbox.value))
export const waiting = computed(() => counts(outbox.value))
/** Today by the plan and what was told; the planner in the pocket has not spoken yet. */
const todayTold = computed(() => day(rows.value, standing.value, today.value, zone.value))
export const todaysDay = computed(() =>
  rested.value ? withRest(todayTold.value, rested.value) : todayTold.value,
)

/** What the plan changed about today since yesterday. */
export const changesToday = computed(() =>
  (rows.value.plan?.changes ?? []).filter(
    ({ before, after }) => before === today.value || after === today.value,
  ),
)
/** All that was told on this phone of late, sent or not. */
export const told = computed(() => [...sent.value, ...outbox.value].map(({ item }) => item))
/** Accounts the rep said to be at today, each with the instant. */
export const checkedIn = computed(() => checkIns(told.value, today.value))

/** "09:12" of an instant, where the rep is. */
export function clockOf(at: string): string {
  return clock(localTime(Date.parse(at), zone.value).s)
}

/** What makes accounts of added prospects: it comes when the first of them waits here. */
const makeAdded = signal<typeof addedAccounts | null>(null)
/** Prospects that were added here and are not on the server yet. */
export const added = computed<ReadonlyMap<Id, AccountRow>>(
  () => makeAdded.value?.(outbox.value, rows.value.accounts, me.value, today.value) ?? new Map(),
)
effect(() => {
  if (!outbox.value.some(({ item }) => item.kind === 'prospect') || makeAdded.peek()) return
  void import('./prospect.ts').then((its) => {
    makeAdded.value = its.addedAccounts
  })
})

/** Asking for an account brings its details: until they are read, the row is `brief`. */
export function account(id: Id): AccountRow | null {
  const found = rows.value.accounts.get(id) ?? added.value.get(id) ?? null
  if (found?.brief) void details([id])
  if (!found && !complete.value) readSoon()
  return found
}

export function visit(id: Id): VisitRow | null {
  const found = rows.value.visits.get(id) ?? null
  if (!found && !complete.value) readSoon()
  return found
}

/** The order of a date's stops that the rep chose; it holds until given up, or that date is over. */
export const ownOrder = signal<{ on: IsoDate; visits: Id[] } | null>(null)

/** The rest of today as the planner in the pocket has it; null while the plan stands. */
const rested = signal<Rest | null>(null)

/** A date as it stands; the rest of today is planned again here where reports ask for it. */
export function dayOn(on: IsoDate): Day {
  if (on === today.value) return todaysDay.value
  return day(rows.value, standing.value, on, zone.value)
}

/** The plan is shown at once; the planner answers from its worker, and only what is new is asked. */
const todayKnown = computed(() => ({
  day: todayTold.value,
  frame: rows.value.days.get(today.value) ?? null,
  me: me.value,
}))
const todayMark = computed(() => mark(todayKnown.value) + (ownOrder.value?.visits.join() ?? ''))
effect(() => {
  if (todayMark.value) void rest()
})

export const ORDER = 'order'

/** Open stops in the chosen order, those it does not know last; null where none was chosen. */
function chosen({ on, stops }: Day): Id[] | null {
  if (ownOrder.peek()?.on !== on) return null
  const at = (id: Id) => (ownOrder.peek()?.visits.indexOf(id) ?? -1) >>> 0
  const open = stops.filter((stop) => stop.status === 'open').map((stop) => stop.visit.id)
  return open.sort((a, b) => at(a) - at(b))
}

async function rest(): Promise<void> {
  const [known, of] = [todayKnown.peek(), todayMark.peek()]
  const found = await planned(known).catch(() => null)
  if (found !== undefined && of === todayMark.peek()) rested.value = found
}

async function planned(known: KnownDay): Promise<Rest | null | undefined> {
  const order = chosen(known.day)
  if (order ? order.length === 0 : !known.day.anchor) return null
  const { ask } = await import('./planner/client.ts')
  return order ? ask('order', known, order) : ask('rest', known)
}

// --- opening and closing -------------------------------------------------------------------------

let store: Store | null = null
let syncer: Syncer | null = null
let starting: Promise<void> = Promise.resolve()
let channel: BroadcastChannel | null = null
/** Whom the server knows this browser as; asked once before the first send. */
export const verified = signal<Id | null>(null)
/** What to do when the cookie turns out to be another person's. */
let onOther: (who: Me) => void = () => {}

/** Opens a person's store, shows what is in it, and begins to sync. */
export async function open(who: Me, other: (who: Me) => void): Promise<void> {
  close()
  onOther = other
  try {
    store = await openStore(who.id, makeId)
    person.value = who
    show(await store.today(dateOf))
    ownOrder.value = ((await store.draft(ORDER)) as typeof ownOrder.value) ?? null
  } catch {
    state.value = 'broken'
    return
  }
  state.value = 'open'
  whenIdle(() => void reload())
  channel = newChannel(`rounds-${who.id}`)
  if (channel) channel.onmessage = () => void reload()
  if (who.role === 'rep') starting = beginToSync(store, who.id)
}

/** After the first screen: nothing on it waits for the network. */
async function beginToSync(own: Store, owner: Id): Promise<void> {
  const { begin } = await import('./syncing.ts')
  // Somebody may have signed out meanwhile.
  if (store === own) syncer = begin(own, owner)
}

export function close(): void {
  syncer?.stop()
  channel?.close()
  store?.close()
  syncer = null
  channel = null
  store = null
  planChanged.value = null
  phase.value = 'idle'
  complete.value = false
  asked.clear()
  show({ rows: [], outbox: [], sent: [], meta: null })
}

export function theStore(): Store | null {
  return store
}

/** The server knows this browser as somebody else. */
export function isOther(who: Me): void {
  onOther(who)
}

export function tellTabs(): void {
  channel?.postMessage('changed')
}

export function tick(): void {
  const on = today.value
  device.value = Date.now()
  // The accounts of a new today are needed with their details.
  if (on !== today.value && complete.value) void reload()
}

// --- reading the disk ----------------------------------------------------------------------------

/** Accounts whose details somebody asked for: read again whenever rows are. */
const asked = new Set<Id>()
let reading: Promise<void> | null = null
let readAgain = false

function dateOf(owner: MeRow | null, known: Meta): IsoDate {
  const at = owner?.zone ?? person.value?.zone ?? 'UTC'
  return localTime(Date.now() + known.offset_ms, at).on
}

/** Reads the details of accounts, all at once where a screen shows many. */
export async function details(ids: Iterable<Id>): Promise<void> {
  const missing = [...ids].filter((id) => !asked.has(id))
  for (const id of missing) asked.add(id)
  const found = (await store?.accounts(missing)) ?? []
  if (found.length === 0) return
  const accounts = new Map(rows.value.accounts)
  for (const row of found) accounts.set(row.id, current(row, accounts.get(row.id)))
  rows.value = { ...rows.value, accounts }
}

/** The first paint goes first. */
function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: 1000 })
  else setTimeout(work, 200)
}

function readSoon(): void {
  if (reading === null) void reload()
}

/** Reads everything anew; asked for while it reads, it reads once more, and ends with that. */
export function reload(): Promise<void> {
  readAgain = reading !== null
  // Not at once: who asks may be in the middle of computing what the reading looks at.
  reading ??= Promise.resolve()
    .then(readAll)
    .finally(() => {
      reading = null
      return readAgain ? reload() : undefined
    })
  return reading
}

function show(loaded: Omit<Loaded, 'meta'> & { meta: Meta | null }): void {
  rows.value = base(loaded.rows)
  outbox.value = loaded.outbox
  sent.value = loaded.sent
  meta.value = loaded.meta
}

async function readAll(): Promise<void> {
  const from = store
  if (!from) return
  const [before, on] = [shown(), today.value]
  const knew = rows.value.plan !== null || rows.value.days.size > 0
  const loaded = await from.all(dateOf, asked)
  if (store !== from) return
  show(loaded)
  complete.value = true
  const over = new Set(
    [...standing.value.facts, ...standing.value.skips].map((one) => one.visit_id),
  )
  const change = planChange(before, shown(), today.value, over as Set<Id>)
  // Another date (midnight, the demo's clock) is another day, not a change of this one.
  if (knew && change && on === today.value) planChanged.value = change
}

/** Today's visits at the times the screen shows: only what differs from those is news. */
function shown(): VisitRow[] {
  const { stops, calls } = todaysDay.value
  return [...stops, ...calls].map((stop) => ({ ...stop.visit, start_s: stop.start_s }))
}

function newChannel(name: string): BroadcastChannel | null {
  return 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : null
}

// --- syncing -------------------------------------------------------------------------------------

/** `urgent` sends at once what would wait for an undo. */
export async function syncNow(urgent = false): Promise<Synced | null> {
  await starting
  return (await syncer?.wake(urgent)) ?? null
}

// --- what acts.ts needs of this file ---------------------------------------------------------------

export const makeId = (): Id => newId(Date.now())

/** What is on the disk is shown; sending begins when the time for an undo is over. */
export function written(now: OutboxRow[]): void {
  tick()
  outbox.value = now
  tellTabs()
  void syncer?.wake()
}

/** By the server's clock as far as known: a phone whose clock is wrong still tells the time. */
export function instant(): string {
  tick()
  return new Date(now.value).toISOString()
}

// --- the start page beside us ----------------------------------------------------------------------

export type Event = 'reported' | 'missed' | 'why' | 'offline' | 'sent'

/** Tells the page that shows this phone in a frame what the visitor just did. */
export function tell(event: Event): void {
  if (window.parent === window) return
  window.parent.postMessage({ type: 'rounds', event }, location.origin)
}

/** The start page pulls the plug, or asks to sync after it has moved the demo's clock. */
export function listenToStartPage(): void {
  const start = newChannel('rounds-demo')
  if (!start) return
  start.onmessage = ({ data }: MessageEvent<Heard>) => {
    void heard(data ?? {})
  }
}

interface Heard {
  signal?: 'off' | 'on'
  sync?: boolean
}

async function heard({ signal, sync }: Heard): Promise<void> {
  if (signal) (await import('./api.ts')).setSignal(signal)
  if (signal || sync) await syncNow(signal === 'on')
}
