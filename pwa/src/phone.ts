/**
 * What the screens see and may do: signals over the person's store, and the acts that write it.
 *
 * A screen never talks to the database or the server about the day: it calls an act here, the act
 * writes the disk, and the signals follow.
 */

import { computed, signal } from '@preact/signals'
import * as api from './api.ts'
import { localTime } from './dates.ts'
import { type Base, base, type Day, day, type PlanChange, planChange, view } from './day.ts'
import { type Loaded, type Meta, openStore, type Saved, type Store } from './db.ts'
import { counts, newId, type OutboxRow, type SentRow } from './outbox.ts'
import { restOfDay } from './planner/rest-of-day.ts'
import { type Phase, type Outcome as Synced, type Syncer, startSync } from './sync.ts'
import type {
  AccountRow,
  DropArgs,
  Id,
  IsoDate,
  Me,
  ReportArgs,
  SyncAnswer,
  SyncItem,
  SyncRequest,
  VisitRow,
} from './wire.ts'

// --- what the screens see ------------------------------------------------------------------------

export const person = signal<Me | null>(null)
/** `closed`: nobody signed in here; `broken`: this browser stores nothing. */
export const state = signal<'opening' | 'open' | 'closed' | 'broken'>('opening')
export const phase = signal<Phase>('idle')
export const rows = signal<Base>(base([]))
export const outbox = signal<OutboxRow[]>([])
export const sent = signal<SentRow[]>([])
export const meta = signal<Meta | null>(null)
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
export const todaysDay = computed(() => dayOn(today.value))

export function account(id: Id): AccountRow | null {
  return rows.value.accounts.get(id) ?? null
}

export function visit(id: Id): VisitRow | null {
  return rows.value.visits.get(id) ?? null
}

/** A date as it stands; the rest of today is re-timed here where reports ask for it. */
export function dayOn(on: IsoDate): Day {
  const found = day(rows.value, standing.value, on, zone.value)
  return on === today.value ? restOfDay(found, me.value, account) : found
}

// --- opening and closing -------------------------------------------------------------------------

let store: Store | null = null
let syncer: Syncer | null = null
let channel: BroadcastChannel | null = null
/** Whom the server knows this browser as; asked once before the first send. */
let verified: Id | null = null
/** What to do when the cookie turns out to be another person's. */
let onOther: (who: Me) => void = () => {}

const makeId = () => newId(Date.now())

/** Opens a person's store, shows what is in it, and begins to sync. */
export async function open(who: Me, other: (who: Me) => void): Promise<void> {
  close()
  onOther = other
  try {
    store = await openStore(who.id, makeId)
    show(await store.load())
  } catch {
    state.value = 'broken'
    return
  }
  person.value = who
  state.value = 'open'
  channel = newChannel(`rounds-${who.id}`)
  if (channel) channel.onmessage = () => void reload()
  if (who.role !== 'rep') return
  syncer = startSync({ store, post, person: who.id, now: () => Date.now(), onPhase })
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
  show({ rows: [], outbox: [], sent: [], meta: null })
}

export function theStore(): Store | null {
  return store
}

/** The server has just told us who we are. */
export function verify(who: Me): void {
  verified = who.id
}

export function tick(): void {
  device.value = Date.now()
}

function show(loaded: Omit<Loaded, 'meta'> & { meta: Meta | null }): void {
  rows.value = base(loaded.rows)
  outbox.value = loaded.outbox
  sent.value = loaded.sent
  meta.value = loaded.meta
}

async function reload(): Promise<void> {
  if (!store) return
  const [before, on] = [shown(), today.value]
  const knew = rows.value.plan !== null || rows.value.days.size > 0
  show(await store.load())
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

/**
 * Asks who we are before the first send of this page.
 *
 * Another person may have signed in meanwhile: their cookie must never carry these reports.
 */
async function post(request: SyncRequest): Promise<api.Answer<SyncAnswer>> {
  if (verified !== person.value?.id) {
    const who = await api.get<Me>('/api/session')
    if (who.kind !== 'ok') return who
    if (who.data.id !== person.value?.id) {
      onOther(who.data)
      return { kind: 'offline' }
    }
    verified = who.data.id
  }
  return api.post<SyncAnswer>('/api/sync', request)
}

function onPhase(next: Phase, outcome: Synced | null): void {
  phase.value = next
  if (next === 'signed-out') verified = null
  if (next === 'offline') tell('offline')
  if (outcome?.kind === 'done' && outcome.sent > 0) tell('sent')
  if (next !== 'syncing') {
    void reload()
    channel?.postMessage('changed')
  }
}

/** `urgent` sends at once what would wait for an undo. */
export async function syncNow(urgent = false): Promise<Synced | null> {
  return (await syncer?.wake(urgent)) ?? null
}

// --- acts ----------------------------------------------------------------------------------------

/** A report is on the disk when this answers ok; only then may a screen say "saved". */
export async function report(about: AccountRow | VisitRow, args: ReportArgs) {
  const saved = await write({ kind: 'report', args }, accountOf(about))
  if (saved.ok) tell(args.outcome === 'missed' ? 'missed' : 'reported')
  return saved
}

export function skip(about: VisitRow, args: DropArgs): Promise<Saved<OutboxRow>> {
  return write({ kind: 'drop', args }, accountOf(about))
}

type Said = { kind: 'report'; args: ReportArgs } | { kind: 'drop'; args: DropArgs }

async function write(said: Said, about: { id: Id; name: string }): Promise<Saved<OutboxRow>> {
  if (!store) return { ok: false, why: 'signed out' }
  const item: SyncItem = {
    ...said,
    id: makeId(),
    about: about.id,
    at_phone: instant(),
    zone: zone.value,
  }
  const saved = await store.add(item, about.name, Date.now())
  await written()
  void keepData()
  return saved
}

/** True when it had not left yet, so that nothing is to be taken back at the server. */
export async function undo(id: Id): Promise<Saved<boolean>> {
  if (!store) return { ok: false, why: 'signed out' }
  const undone = await store.undo(id, makeId, Date.now(), instant())
  await written()
  return undone
}

export async function retry(row: OutboxRow): Promise<void> {
  await store?.retry(row.seq, makeId(), Date.now())
  await written()
}

export async function discard(row: OutboxRow): Promise<void> {
  await store?.discard(row.seq)
  await written()
}

/** The outbox is read again and shown; sending begins when the time for an undo is over. */
async function written(): Promise<void> {
  tick()
  if (store) outbox.value = await store.outbox()
  channel?.postMessage('changed')
  void syncer?.wake()
}

function accountOf(about: AccountRow | VisitRow): { id: Id; name: string } {
  return about.type === 'visit'
    ? { id: about.account_id, name: about.account }
    : { id: about.id, name: about.name }
}

/** By the server's clock as far as known: a phone whose clock is wrong still tells the time. */
function instant(): string {
  tick()
  return new Date(now.value).toISOString()
}

async function keepData(): Promise<void> {
  if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.()
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
  start.onmessage = ({ data }: MessageEvent<{ signal?: string; sync?: boolean }>) => {
    if (data?.signal === 'off' || data?.signal === 'on') api.setSignal(data.signal)
    if (data?.signal || data?.sync) void syncer?.wake(data.signal === 'on')
  }
}
