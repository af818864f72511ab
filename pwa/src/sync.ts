/**
 * Pull, send, delete only after the server's yes, back off.
 *
 * `syncOnce` is the protocol and knows neither browser nor timer. `startSync` is when to do it.
 */

import type { Answer } from './api.ts'
import type { Store } from './db.ts'
import type { OutboxRow } from './outbox.ts'
import { MOST_ITEMS, NOT_TAKEN, nextReady } from './outbox-life.ts'
import { isSyncAnswer, SCHEMA, type SyncAnswer, type SyncRequest } from './wire.ts'

export type Post = (request: SyncRequest) => Promise<Answer<SyncAnswer>>

export type Outcome =
  | { kind: 'done'; changed: boolean; sent: number }
  | { kind: 'offline' }
  | { kind: 'signed-out' }
  | { kind: 'wiped' }
  | { kind: 'outdated' }
  | { kind: 'failed'; detail: string; retry_s: number | null }

/** Answers that may be the fault of one row: unreadable, too large, or one the server chokes on. */
const A_ROW_MAY_BE_TO_BLAME = new Set([400, 413, 422, 500])
/** Enough for a first pull of everything; a server that always says "more" must not hold us. */
const MOST_ROUNDS = 500

interface Progress {
  limit: number
  sent: number
  changed: boolean
  urgent: boolean
  onStored: (first: boolean) => void
}

/**
 * Sends what is ready and pulls until nothing is left.
 *
 * A batch the server would not take is halved until one row stands alone; that one is set aside,
 * visible in the outbox, and those after it go on. `onStored` is called when something on the disk
 * is different, also where what follows fails: `first` of a long pull can be shown while it lasts.
 */
export async function syncOnce(
  store: Store,
  post: Post,
  now: () => number,
  urgent = false,
  onStored: (first: boolean) => void = () => {},
): Promise<Outcome> {
  const progress: Progress = { limit: MOST_ITEMS, sent: 0, changed: false, urgent, onStored }
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const outcome = await oneRound(store, post, now, progress)
    if (outcome) return outcome
  }
  return { kind: 'failed', detail: 'The server has no end.', retry_s: null }
}

async function oneRound(
  store: Store,
  post: Post,
  now: () => number,
  progress: Progress,
): Promise<Outcome | null> {
  const rows = await store.claim(now(), progress.limit, progress.urgent)
  const request = await requestFor(store, rows)
  const answer = await post(request)
  if (answer.kind === 'offline') return { kind: 'offline' }
  if (answer.kind === 'signed-out') return signedOut(store, answer, rows, progress)
  if (answer.kind === 'refused') return blamed(store, post, rows, answer, progress)
  if (!isSyncAnswer(answer.data)) return { kind: 'offline' }

  const applied = await store.apply(request, answer.data, now())
  progress.sent += rows.length
  if (applied.changed) stored(progress)
  if (applied.outdated) return { kind: 'outdated' }
  progress.limit = MOST_ITEMS
  // Unanswered rows would come round for ever: the next start asks about them again.
  const answered = answer.data.results.length > 0
  if (applied.again || (answered && (await store.isWaiting(now(), progress.urgent)))) return null
  return { kind: 'done', changed: progress.changed, sent: progress.sent }
}

function stored(progress: Progress): void {
  progress.onStored(!progress.changed)
  progress.changed = true
}

async function requestFor(store: Store, rows: readonly OutboxRow[]): Promise<SyncRequest> {
  const { client_id, epoch, cursor, plan, rest } = await store.meta()
  const send = rows.map((row) => row.item)
  return { client_id, schema: SCHEMA, epoch, cursor, plan, rest, send }
}

/**
 * Signed out: everything stays. Told to wipe: the base goes, and of the outbox only what the
 * server says it has kept aside. The rest is sent at once, what waited for an undo or was refused
 * too: it must not stay on a lost phone.
 */
async function signedOut(
  store: Store,
  answer: Extract<Answer<SyncAnswer>, { kind: 'signed-out' }>,
  rows: readonly OutboxRow[],
  progress: Progress,
): Promise<Outcome | null> {
  if (!answer.wipe) return { kind: 'signed-out' }
  await store.wipe(answer.kept ? rows : [])
  const rest = answer.kept ? await store.outbox() : []
  for (const { seq, item, state, made_ms } of rest) {
    if (state === 'refused') await store.retry(seq, item.id, made_ms)
  }
  progress.urgent = true
  return rest.length > 0 ? null : { kind: 'wiped' }
}

type Refused = Extract<Answer<SyncAnswer>, { kind: 'refused' }>

async function blamed(
  store: Store,
  post: Post,
  rows: readonly OutboxRow[],
  answer: Refused,
  progress: Progress,
): Promise<Outcome | null> {
  const failed: Outcome = { kind: 'failed', detail: answer.detail, retry_s: answer.retry_s }
  const row = rows[0]
  if (!row || !A_ROW_MAY_BE_TO_BLAME.has(answer.status)) return failed
  if (rows.length > 1) {
    progress.limit = Math.ceil(rows.length / 2)
    return null
  }
  // Alone, and still: is it the row, or does the server answer so to everything?
  const empty = await post(await requestFor(store, []))
  if (empty.kind !== 'ok') return failed
  await store.refuse(row, NOT_TAKEN, answer.detail)
  stored(progress)
  progress.limit = MOST_ITEMS
  return null
}

// --- when ----------------------------------------------------------------------------------------

export type Phase = 'idle' | 'syncing' | 'offline' | 'signed-out' | 'wiped' | 'outdated' | 'failed'

export interface Syncer {
  /** Something was written, or somebody pulled: soon, and whatever the back-off says. */
  wake(urgent?: boolean): Promise<Outcome | null>
  stop(): void
}

export interface SyncerOptions {
  store: Store
  post: Post
  person: string
  now: () => number
  onStored: (first: boolean) => void
  onPhase: (phase: Phase, outcome: Outcome | null) => void
}

const EVERY_MS = 60_000
const FIRST_WAIT_MS = 2000
const LONGEST_WAIT_MS = 5 * 60_000

/** How long to wait after `failures` in a row: doubling, with chance, so that phones spread. */
export function backOff(failures: number, chance = Math.random()): number {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures)
  return longest * (0.5 + chance / 2)
}

/** Syncs on start, when the network or the page comes back, each minute, and after each write. */
export function startSync(options: SyncerOptions): Syncer {
  const { store, post, person, now, onStored, onPhase } = options
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<Outcome | null> | null = null
  let urgentNext = false
  let wanted = false
  let failures = 0
  let stopped = false

  const later = (ms: number) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void wake(), ms)
  }

  const plan = async (outcome: Outcome | null) => {
    if (outcome === null) return later(1500)
    if (outcome.kind === 'done') {
      failures = 0
      const ready = nextReady(await store.outbox(), now())
      // Ready and still here was not answered: ask again, but not at once and for ever.
      return later(Math.min(ready === null ? EVERY_MS : ready || 5000, EVERY_MS))
    }
    if (outcome.kind === 'signed-out' || outcome.kind === 'wiped') return clearTimeout(timer)
    failures += 1
    const asked = outcome.kind === 'failed' ? (outcome.retry_s ?? 0) * 1000 : 0
    later(Math.max(asked, backOff(failures)))
  }

  const once = async (): Promise<Outcome | null> => {
    const urgent = urgentNext
    urgentNext = false
    onPhase('syncing', null)
    const outcome = await alone(`rounds-sync-${person}`, () =>
      safe(() => syncOnce(store, post, now, urgent, onStored)),
    )
    if (stopped) return outcome
    onPhase(outcome === null || outcome.kind === 'done' ? 'idle' : outcome.kind, outcome)
    await plan(outcome)
    return outcome
  }

  const wake = async (urgent = false): Promise<Outcome | null> => {
    urgentNext ||= urgent
    if (running) {
      wanted = true
      return running
    }
    running = once().finally(() => {
      running = null
      if (wanted && !stopped) later(0)
      wanted = false
    })
    return running
  }

  const online = () => {
    failures = 0
    void wake()
  }
  // Leaving the screen may be leaving for the day: then nothing waits for an undo.
  const visibility = () => void (document.hidden ? wake(true) : online())
  addEventListener('online', online)
  document.addEventListener('visibilitychange', visibility)
  void wake()
  return {
    wake,
    stop() {
      stopped = true
      clearTimeout(timer)
      removeEventListener('online', online)
      document.removeEventListener('visibilitychange', visibility)
    },
  }
}

async function safe(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work()
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'The storage of this phone failed.'
    return { kind: 'failed', detail, retry_s: null }
  }
}

/** Only one tab of a person sends at a time; null where another one has the lock. */
async function alone(name: string, work: () => Promise<Outcome>): Promise<Outcome | null> {
  // Plain http in a local network has no locks: the server's ids and our cursor check still hold.
  if (!('locks' in navigator)) return work()
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : null))
}
