/** The stores of one person's database, how an older one becomes this one, and transactions. */

import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { List } from './listed.ts'
import type { OutboxRow, SentRow } from './outbox.ts'
import { type AccountRow, type Id, type Row, type RowType, SCHEMA } from './wire.ts'

export const VERSION = 2
export const STRICT = { durability: 'strict' } as const
/** The key of the only record in `lists`. */
export const ACCOUNTS = 'accounts'

export interface Meta {
  client_id: Id
  cursor: number
  epoch: Id | null
  /** The tag of the plan row that is here, and what the server still owes. */
  plan: string | null
  rest: string | null
  /** Server's clock minus this device's; the demo's clock comes in by this. */
  offset_ms: number
  last_sync_ms: number | null
  /** The server speaks a newer schema: update the app before anything else. */
  outdated: boolean
}

/** `rows` holds everything but accounts, whose details are apart: most are never looked at. */
export interface Tables extends DBSchema {
  rows: { key: [RowType, string]; value: Row; indexes: { on: string } }
  accounts: { key: Id; value: AccountRow }
  lists: { key: string; value: List }
  outbox: { key: number; value: OutboxRow; indexes: { id: string } }
  sent: { key: number; value: SentRow & { seq: number }; indexes: { id: string } }
  meta: { key: string; value: unknown }
  drafts: { key: string; value: unknown }
  photos: { key: string; value: KeptPhoto }
}

/** A picture by its SHA-256; kept for a while after it was sent, so that it can still be shown. */
export interface KeptPhoto {
  sha256: string
  /** JPEG. Bytes, not a Blob: some browsers lose the files behind those. */
  bytes: ArrayBuffer
  made_ms: number
  sent: boolean
}

export type Db = IDBPDatabase<Tables>
type Upgrading = IDBPTransaction<Tables, StoreNames<Tables>[], 'versionchange'>

/** Rows of one type in `rows`. */
export function ofType(type: RowType): IDBKeyRange {
  return IDBKeyRange.bound([type], [type, []])
}

/** Nothing is dropped: an update may come to life where there is no network to pull again. */
export async function upgrade(db: Db, from: number, tx: Upgrading): Promise<void> {
  if (from < 1) makeFirst(db)
  if (from < 2) {
    await splitAccounts(db, tx)
    db.createObjectStore('photos', { keyPath: 'sha256' })
  }
}

function makeFirst(db: Db): void {
  db.createObjectStore('rows', { keyPath: ['type', 'id'] })
  const outbox = db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true })
  outbox.createIndex('id', 'item.id', { unique: true })
  db.createObjectStore('sent', { keyPath: 'seq' })
  db.createObjectStore('meta')
  db.createObjectStore('drafts')
}

async function splitAccounts(db: Db, tx: Upgrading): Promise<void> {
  const accounts = db.createObjectStore('accounts', { keyPath: 'id' })
  db.createObjectStore('lists')
  const rows = tx.objectStore('rows')
  rows.createIndex('on', 'on')
  tx.objectStore('sent').createIndex('id', 'id')
  const all = (await rows.getAll(ofType('account'))) as AccountRow[]
  await rows.delete(ofType('account'))
  for (const row of all) await accounts.put(row)
}

type Get = (key: string) => Promise<unknown>

export async function metaOf(get: Get): Promise<Meta> {
  const [client, cursor, epoch, plan, rest, offset, last, outdated] = await Promise.all(
    ['client_id', 'cursor', 'epoch', 'plan', 'rest', 'offset_ms', 'last_sync_ms', 'outdated'].map(
      get,
    ),
  )
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    client_id: String(client ?? ''),
    cursor: Number(cursor ?? 0),
    epoch: text(epoch),
    plan: text(plan),
    rest: text(rest),
    offset_ms: Number(offset ?? 0),
    last_sync_ms: typeof last === 'number' ? last : null,
    outdated: outdated === SCHEMA,
  }
}

interface Transaction {
  done: Promise<void>
  abort(): void
}

/** All of it or nothing: what throws on the way takes back what was written before it. */
export async function whole<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
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
