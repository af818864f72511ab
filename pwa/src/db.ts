/**
 * The only file that opens IndexedDB: one database a person, `rounds-<person id>`.
 *
 * The outbox is written with strict durability: when `add` answers, the row is on the disk. An
 * upgrade may rebuild every store of the server's rows; it never drops the outbox.
 */

import { deleteDB, openDB } from 'idb'
import { type DateOf, type Loaded, loadAccounts, loadToday } from './db-base.ts'
import { type Db, type Meta, metaOf, type Tables, upgrade, VERSION, whole } from './db-schema.ts'
import type { Applied } from './db-take.ts'
import type { OutboxRow } from './outbox.ts'
import type { AccountRow, Id, SyncAnswer, SyncItem, SyncRequest } from './wire.ts'

export type { Loaded } from './db-base.ts'
export type { Meta } from './db-schema.ts'

type Writes = typeof import('./db-writes.ts')

export type Saved<T> = { ok: true; value: T } | { ok: false; why: string }

/** Everything one person has on this phone. */
export interface Store {
  /** What today's list needs. */
  today(dateOf: DateOf): Promise<Loaded>
  /** Everything; only accounts of today and those asked for with their details. */
  all(dateOf: DateOf, asked: Iterable<Id>): Promise<Loaded>
  accounts(ids: Iterable<Id>): Promise<AccountRow[]>
  outbox(): Promise<OutboxRow[]>
  meta(): Promise<Meta>
  add(item: SyncItem, label: string, now: number): Promise<Saved<OutboxRow>>
  undo(id: Id, makeId: () => Id, now: number, atPhone: string): Promise<Saved<boolean>>
  claim(now: number, limit: number, urgent: boolean): Promise<OutboxRow[]>
  isWaiting(now: number, urgent: boolean): Promise<boolean>
  apply(request: SyncRequest, answer: SyncAnswer, now: number): Promise<Applied>
  refuse(row: OutboxRow, code: string, text: string): Promise<void>
  retry(seq: number, id: Id, now: number): Promise<void>
  discard(seq: number): Promise<void>
  wipe(rows: readonly OutboxRow[]): Promise<void>
  dropBase(): Promise<void>
  draft(key: string): Promise<unknown>
  saveDraft(key: string, value: unknown): Promise<boolean>
  dropDraft(key: string): Promise<void>
  savePhoto(sha256: string, blob: Blob, now: number): Promise<boolean>
  photo(sha256: string): Promise<Blob | null>
  /** Names of the pictures that are still only here. */
  unsentPhotos(): Promise<string[]>
  photoSent(sha256: string): Promise<void>
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
  /** What writes has a file of its own; it is there before the transaction begins. */
  const write = async <T>(work: (writes: Writes, db: Db) => Promise<T>): Promise<T> => {
    const writes = await import('./db-writes.ts')
    return use((known) => work(writes, known))
  }
  return {
    today: (dateOf) => use((db) => loadToday(db, dateOf)),
    all: async (dateOf, asked) => {
      const { loadAll } = await import('./db-all.ts')
      return use((known) => loadAll(known, dateOf, asked))
    },
    accounts: (ids) => use((db) => loadAccounts(db, ids)),
    outbox: () => use((db) => db.getAll('outbox')),
    meta: () => use(readMeta),
    add: (item, label, now) => saved(() => write((w, db) => w.add(db, item, label, now))),
    undo: (id, newId, now, at) => saved(() => write((w, db) => w.undo(db, id, newId, now, at))),
    claim: (now, limit, urgent) => write((w, db) => w.claim(db, now, limit, urgent)),
    isWaiting: (now, urgent) => write((w, db) => w.isWaiting(db, now, urgent)),
    apply: (request, answer, now) => write((w, db) => w.apply(db, request, answer, now)),
    refuse: (row, code, text) => write((w, db) => w.refuse(db, row, code, text)),
    retry: (seq, id, now) => write((w, db) => w.retry(db, seq, id, now)),
    discard: (seq) => use((db) => db.delete('outbox', seq)),
    wipe: (rows) => write((w, db) => w.wipe(db, rows)),
    dropBase: () => write((w, db) => w.dropBase(db)),
    draft: (key) => use((db) => db.get('drafts', key)),
    saveDraft: (key, value) => use((db) => saveDraft(db, key, value)),
    dropDraft: (key) => use((db) => db.delete('drafts', key)),
    savePhoto: async (sha256, blob, now) =>
      (await import('./db-writes.ts')).photos.save(use, sha256, blob, now),
    photo: (sha256) => write((w, db) => w.photos.read(db, sha256)),
    unsentPhotos: () => write((w, db) => w.photos.unsent(db)),
    photoSent: (sha256) => write((w, db) => w.photos.markSent(db, sha256)),
    close: () => db.close(),
  }
}

async function open(person: Id): Promise<Db> {
  return openDB<Tables>(databaseName(person), VERSION, {
    upgrade: (db, from, _to, tx) => upgrade(db, from, tx),
    // A newer page waits for us: make way, our next use opens again.
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  })
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

function readMeta(db: Db): Promise<Meta> {
  const store = db.transaction('meta').store
  return metaOf((key) => store.get(key))
}

async function ensureClientId(db: Db, makeId: () => Id): Promise<void> {
  if (await db.get('meta', 'client_id')) return
  const tx = db.transaction('meta', 'readwrite')
  await whole(tx, async () => {
    if (!(await tx.store.get('client_id'))) await tx.store.put(makeId(), 'client_id')
  })
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
