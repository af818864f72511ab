/**
 * The only file that opens IndexedDB: one database a person, `rounds-<person id>`.
 *
 * The outbox is written with strict durability: when `add` answers, the row is on the disk. An
 * upgrade may rebuild every store of the server's rows; it never drops the outbox.
 */

import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import {
  again,
  batch,
  newRow,
  type OutboxRow,
  refused,
  type SentRow,
  settled,
  undoing,
  withdrawal,
} from './outbox.ts'
import {
  type Id,
  isRow,
  type Row,
  type RowType,
  SCHEMA,
  type SyncAnswer,
  type SyncItem,
  type SyncRequest,
} from './wire.ts'

const VERSION = 1
/** How long an accepted fact is kept here: shown, and sent again if the server was restored. */
const SENT_KEPT_MS = 14 * 86_400_000

export interface Meta {
  client_id: Id
  cursor: number
  epoch: Id | null
  /** Server's clock minus this device's; the demo's clock comes in by this. */
  offset_ms: number
  last_sync_ms: number | null
  /** The server speaks a newer schema: update the app before anything else. */
  outdated: boolean
}

interface Schema extends DBSchema {
  rows: { key: [RowType, string]; value: Row }
  outbox: { key: number; value: OutboxRow; indexes: { id: string } }
  sent: { key: number; value: SentRow & { seq: number } }
  meta: { key: string; value: unknown }
  drafts: { key: string; value: unknown }
}

type Db = IDBPDatabase<Schema>

export interface Loaded {
  rows: Row[]
  outbox: OutboxRow[]
  sent: SentRow[]
  meta: Meta
}

export type Saved<T> = { ok: true; value: T } | { ok: false; why: string }

/** What an answer of the server did here. */
export interface Applied {
  changed: boolean
  again: boolean
  outdated: boolean
}

const STRICT = { durability: 'strict' } as const

/** Everything one person has on this phone. */
export interface Store {
  load(): Promise<Loaded>
  outbox(): Promise<OutboxRow[]>
  meta(): Promise<Meta>
  add(item: SyncItem, label: string, now: number): Promise<Saved<OutboxRow>>
  undo(id: Id, makeId: () => Id, now: number, atPhone: string): Promise<Saved<boolean>>
  claim(now: number, limit: number, urgent: boolean): Promise<OutboxRow[]>
  apply(request: SyncRequest, answer: SyncAnswer, now: number): Promise<Applied>
  refuse(row: OutboxRow, code: string, text: string): Promise<void>
  retry(seq: number, id: Id, now: number): Promise<void>
  discard(seq: number): Promise<void>
  wipe(rows: readonly OutboxRow[]): Promise<void>
  dropBase(): Promise<void>
  draft(key: string): Promise<unknown>
  saveDraft(key: string, value: unknown): Promise<boolean>
  dropDraft(key: string): Promise<void>
  close(): void
}

export function databaseName(person: Id): string {
  return `rounds-${person}`
}

export async function forget(person: Id): Promise<void> {
  await deleteDB(databaseName(person))
}

export async function openStore(person: Id, makeId: () => Id): Promise<Store> {
  let db = await open(person)
  /** Safari loses the connection of a page that slept; opened once more, it works again. */
  const use = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
    try {
      return await work(db)
    } catch (error) {
      if (!isLost(error)) throw error
      db = await open(person)
      return work(db)
    }
  }
  await use((db) => ensureClientId(db, makeId))
  return {
    load: () => use(load),
    outbox: () => use((db) => db.getAll('outbox')),
    meta: () => use(readMeta),
    add: (item, label, now) => saved(() => use((db) => add(db, item, label, now))),
    undo: (id, newId, now, at) => saved(() => use((db) => undo(db, id, newId, now, at))),
    claim: (now, limit, urgent) => use((db) => claim(db, now, limit, urgent)),
    apply: (request, answer, now) => use((db) => apply(db, request, answer, now)),
    refuse: (row, code, text) => use((db) => refuse(db, row, code, text)),
    retry: (seq, id, now) => use((db) => retry(db, seq, id, now)),
    discard: (seq) => use((db) => db.delete('outbox', seq)),
    wipe: (rows) => use((db) => wipe(db, rows)),
    dropBase: () => use(dropBase),
    draft: (key) => use((db) => db.get('drafts', key)),
    saveDraft: (key, value) => use((db) => saveDraft(db, key, value)),
    dropDraft: (key) => use((db) => db.delete('drafts', key)),
    close: () => db.close(),
  }
}

async function open(person: Id): Promise<Db> {
  const db: Db = await openDB<Schema>(databaseName(person), VERSION, {
    upgrade(db, from) {
      if (from >= 1) return
      db.createObjectStore('rows', { keyPath: ['type', 'id'] })
      db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true }).createIndex(
        'id',
        'item.id',
        { unique: true },
      )
      db.createObjectStore('sent', { keyPath: 'seq' })
      db.createObjectStore('meta')
      db.createObjectStore('drafts')
    },
    // A newer page waits for us: make way, our next use opens again.
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  })
  return db
}

function isLost(error: unknown): boolean {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  return name === 'InvalidStateError' || name === 'UnknownError'
}

async function saved<T>(work: () => Promise<T>): Promise<Saved<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.name : 'UnknownError' }
  }
}

// --- reading -----------------------------------------------------------------------------------

async function load(db: Db): Promise<Loaded> {
  const tx = db.transaction(['rows', 'outbox', 'sent', 'meta'])
  const [rows, outbox, sent] = await Promise.all([
    tx.objectStore('rows').getAll(),
    tx.objectStore('outbox').getAll(),
    tx.objectStore('sent').getAll(),
  ])
  const meta = metaOf((key) => tx.objectStore('meta').get(key))
  return { rows, outbox, sent, meta: await meta }
}

function readMeta(db: Db): Promise<Meta> {
  const store = db.transaction('meta').store
  return metaOf((key) => store.get(key))
}

type Get = (key: string) => Promise<unknown>

async function metaOf(get: Get): Promise<Meta> {
  const [client, cursor, epoch, offset, last, outdated] = await Promise.all([
    get('client_id'),
    get('cursor'),
    get('epoch'),
    get('offset_ms'),
    get('last_sync_ms'),
    get('outdated'),
  ])
  return {
    client_id: String(client ?? ''),
    cursor: Number(cursor ?? 0),
    epoch: typeof epoch === 'string' ? epoch : null,
    offset_ms: Number(offset ?? 0),
    last_sync_ms: typeof last === 'number' ? last : null,
    outdated: outdated === SCHEMA,
  }
}

async function ensureClientId(db: Db, makeId: () => Id): Promise<void> {
  const tx = db.transaction('meta', 'readwrite')
  await whole(tx, async () => {
    if (!(await tx.store.get('client_id'))) await tx.store.put(makeId(), 'client_id')
  })
}

interface Transaction {
  done: Promise<void>
  abort(): void
}

/** All of it or nothing: what throws on the way takes back what was written before it. */
async function whole<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
  const done = tx.done.then(
    () => null,
    (error: unknown) => ({ error }),
  )
  try {
    const made = await work()
    const failed = await done
    if (failed) throw failed.error
    return made
  } catch (error) {
    try {
      tx.abort()
    } catch {
      // It has ended by itself.
    }
    throw error
  }
}

// --- writing the outbox --------------------------------------------------------------------------

async function add(db: Db, item: SyncItem, label: string, now: number): Promise<OutboxRow> {
  const row = newRow(item, label, now)
  const tx = db.transaction('outbox', 'readwrite', STRICT)
  const seq = await whole(tx, () => tx.store.add(row as OutboxRow))
  return { ...row, seq }
}

/** True where the row was simply deleted; false where it had left and a withdrawal follows it. */
async function undo(
  db: Db,
  id: Id,
  makeId: () => Id,
  now: number,
  atPhone: string,
): Promise<boolean> {
  const tx = db.transaction(['outbox', 'sent'], 'readwrite', STRICT)
  return whole(tx, async () => {
    const outbox = tx.objectStore('outbox')
    const row = await outbox.index('id').get(id)
    const sent = (await tx.objectStore('sent').getAll()).find((one) => one.id === id)
    const deleted = undoing(row) === 'delete'
    if (row && deleted) await outbox.delete(row.seq)
    const known = row ?? sent
    if (known && !deleted) {
      const item = withdrawal(known.item, makeId(), atPhone)
      await outbox.add(newRow(item, known.label, now) as OutboxRow)
    }
    return deleted
  })
}

/**
 * Returns the rows to send now, marked on the disk as maybe gone: undo then takes another way.
 *
 * Choosing and marking are one transaction, so that a row undone meanwhile is never sent.
 */
async function claim(db: Db, now: number, limit: number, urgent: boolean): Promise<OutboxRow[]> {
  const tx = db.transaction('outbox', 'readwrite', STRICT)
  return whole(tx, async () => {
    const rows = batch(await tx.store.getAll(), now, limit, urgent)
    for (const row of rows) if (!row.left) await tx.store.put({ ...row, left: true })
    return rows
  })
}

async function refuse(db: Db, row: OutboxRow, code: string, text: string): Promise<void> {
  const tx = db.transaction('outbox', 'readwrite', STRICT)
  await whole(tx, async () => {
    if (await tx.store.get(row.seq)) await tx.store.put(refused(row, code, text))
  })
}

async function retry(db: Db, seq: number, id: Id, now: number): Promise<void> {
  const tx = db.transaction('outbox', 'readwrite', STRICT)
  await whole(tx, async () => {
    const row = await tx.store.get(seq)
    if (!row) return
    await tx.store.delete(seq)
    await tx.store.add(again(row, id, now) as OutboxRow)
  })
}

// --- taking an answer in -------------------------------------------------------------------------

/**
 * One transaction: what was answered leaves the outbox, the server's rows and the cursor come in.
 *
 * An answer to a cursor that is no longer ours (another tab was quicker) brings no rows: those
 * after our cursor come with the next pull. A new epoch drops the base, keeps the outbox and puts
 * back what was sent lately: a restored server may have lost it, and its ids have one effect.
 */
async function apply(
  db: Db,
  request: SyncRequest,
  answer: SyncAnswer,
  now: number,
): Promise<Applied> {
  const tx = db.transaction(['rows', 'outbox', 'sent', 'meta'], 'readwrite', STRICT)
  const outdated = answer.schema > SCHEMA
  const again = await whole(tx, async () => {
    const meta = tx.objectStore('meta')
    const known = await metaOf((key) => meta.get(key))
    const before = await tx.objectStore('sent').getAll()
    await settle(tx, answer, now)
    const current = known.cursor === request.cursor && known.epoch === request.epoch
    const renewed = known.epoch !== null && known.epoch !== answer.epoch
    if (outdated) await meta.put(SCHEMA, 'outdated')
    else if (current && renewed) await beginAnew(tx, answer.epoch, before)
    else if (current) await takeRows(tx, answer)
    await meta.put(Date.parse(answer.server_time) - now, 'offset_ms')
    await meta.put(now, 'last_sync_ms')
    return !outdated && (answer.more || !current || renewed)
  })
  const touched = answer.changes.length + answer.deleted.length + answer.results.length
  return { changed: touched > 0, again, outdated }
}

type Stores = ('rows' | 'outbox' | 'sent' | 'meta')[]
type Writing = IDBPTransaction<Schema, Stores, 'readwrite'>

async function settle(tx: Writing, answer: SyncAnswer, now: number): Promise<void> {
  const [outbox, sent] = [tx.objectStore('outbox'), tx.objectStore('sent')]
  const { leave, keep } = settled(await outbox.getAll(), answer.results)
  for (const row of keep) await outbox.put(row)
  for (const { seq, item, label } of leave) {
    await outbox.delete(seq)
    await sent.put({ seq, id: item.id, item, label, sent_ms: now })
  }
  for (const row of await sent.getAll()) {
    if (now - row.sent_ms > SENT_KEPT_MS) await sent.delete(row.seq)
  }
}

/** What was sent goes back to its old place in the queue: before all that was made later. */
async function beginAnew(
  tx: Writing,
  epoch: Id,
  sent: readonly (SentRow & { seq: number })[],
): Promise<void> {
  await tx.objectStore('rows').clear()
  for (const { seq, item, label, sent_ms } of sent) {
    await tx.objectStore('sent').delete(seq)
    await tx.objectStore('outbox').put({ ...newRow(item, label, sent_ms), seq, left: true })
  }
  await tx.objectStore('meta').put(epoch, 'epoch')
  await tx.objectStore('meta').put(0, 'cursor')
}

/**
 * Deletions first: a row that is sent stands, whatever tombstone of an earlier one with its id
 * comes along (a day's id is its date, so a new plan deletes and makes it in one revision).
 */
async function takeRows(tx: Writing, answer: SyncAnswer): Promise<void> {
  const rows = tx.objectStore('rows')
  for (const { type, id } of answer.deleted) await rows.delete([type as RowType, id])
  for (const row of answer.changes) if (isRow(row)) await rows.put(row)
  await tx.objectStore('meta').put(answer.epoch, 'epoch')
  await tx.objectStore('meta').put(answer.cursor, 'cursor')
}

/** The server told this phone to forget: its rows, and those of the outbox that it has kept. */
async function wipe(db: Db, rows: readonly OutboxRow[]): Promise<void> {
  const tx = db.transaction(['rows', 'outbox', 'sent', 'meta', 'drafts'], 'readwrite', STRICT)
  await whole(tx, () =>
    Promise.all([
      tx.objectStore('rows').clear(),
      tx.objectStore('sent').clear(),
      tx.objectStore('drafts').clear(),
      tx.objectStore('meta').delete('cursor'),
      tx.objectStore('meta').delete('epoch'),
      ...rows.map((row) => tx.objectStore('outbox').delete(row.seq)),
    ]),
  )
}

/** Without its rows the phone asks for everything again; what waits to be sent stays. */
async function dropBase(db: Db): Promise<void> {
  const tx = db.transaction(['rows', 'meta'], 'readwrite')
  await whole(tx, () =>
    Promise.all([
      tx.objectStore('rows').clear(),
      tx.objectStore('meta').delete('cursor'),
      tx.objectStore('meta').delete('epoch'),
    ]),
  )
}

/** A draft must never stop somebody from typing: false where it could not be kept. */
async function saveDraft(db: Db, key: string, value: unknown): Promise<boolean> {
  try {
    await db.put('drafts', value, key)
    return true
  } catch {
    return false
  }
}
