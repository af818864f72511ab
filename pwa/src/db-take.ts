/** The server's rows on the disk: taking an answer in, and letting go of them. */

import type { IDBPTransaction, StoreNames } from 'idb'
import { ACCOUNTS, type Db, metaOf, STRICT, type Tables, whole } from './db-schema.ts'
import { renewed } from './listed.ts'
import type { OutboxRow, SentRow } from './outbox.ts'
import { newRow, settled } from './outbox-life.ts'
import {
  type Id,
  isRow,
  type Row,
  type RowType,
  SCHEMA,
  type SyncAnswer,
  type SyncRequest,
} from './wire.ts'

/** How long an accepted fact is kept here: shown, and sent again if the server was restored. */
const SENT_KEPT_MS = 14 * 86_400_000

/** What an answer of the server did here. */
export interface Applied {
  changed: boolean
  again: boolean
  outdated: boolean
}

type Writing = IDBPTransaction<Tables, StoreNames<Tables>[], 'readwrite'>
const BASE = ['rows', 'accounts', 'lists'] as const
/** What an answer touches. */
const TAKING: StoreNames<Tables>[] = [...BASE, 'outbox', 'sent', 'meta']

/**
 * One transaction: what was answered leaves the outbox, the server's rows and the cursor come in.
 *
 * An answer to a cursor that is no longer ours (another tab was quicker) brings no rows: those
 * after our cursor come with the next pull. A new epoch drops the base, keeps the outbox and puts
 * back what was sent lately: a restored server may have lost it, and its ids have one effect.
 */
export async function apply(
  db: Db,
  request: SyncRequest,
  answer: SyncAnswer,
  now: number,
): Promise<Applied> {
  const tx = db.transaction(TAKING, 'readwrite', STRICT)
  const outdated = answer.schema > SCHEMA
  const again = await whole(tx, async () => {
    const meta = tx.objectStore('meta')
    const known = await metaOf((key) => meta.get(key))
    const isNew = known.epoch !== null && known.epoch !== answer.epoch
    const ours = known.cursor === request.cursor && known.epoch === request.epoch
    const before = isNew ? await tx.objectStore('sent').getAll() : []
    await settle(tx, answer, now)
    if (outdated) await meta.put(SCHEMA, 'outdated')
    else if (ours && isNew) await beginAnew(tx, answer.epoch, before)
    else if (ours) await takeRows(tx, answer)
    await meta.put(Date.parse(answer.server_time) - now, 'offset_ms')
    await meta.put(now, 'last_sync_ms')
    return !outdated && (answer.more || Boolean(answer.rest) || !ours || isNew)
  })
  const touched = answer.changes.length + answer.deleted.length + answer.results.length
  return { changed: touched > 0 || Boolean(answer.accounts), again, outdated }
}

async function settle(tx: Writing, answer: SyncAnswer, now: number): Promise<void> {
  const [outbox, sent] = [tx.objectStore('outbox'), tx.objectStore('sent')]
  const index = outbox.index('id')
  const about = await Promise.all(answer.results.map(({ id }) => index.get(id)))
  const rows = about.filter((row) => row !== undefined)
  const { leave, keep } = settled(rows, answer.results)
  for (const row of keep) await outbox.put(row)
  for (const { seq, item, label } of leave) {
    await outbox.delete(seq)
    await sent.put({ seq, id: item.id, item, label, sent_ms: now })
  }
  await forgetOld(tx, now)
}

/** In the order they were made, which is about that in which they were sent. */
async function forgetOld(tx: Writing, now: number): Promise<void> {
  let cursor = await tx.objectStore('sent').openCursor()
  while (cursor && now - cursor.value.sent_ms > SENT_KEPT_MS) {
    await cursor.delete()
    cursor = await cursor.continue()
  }
}

/** What was sent goes back to its old place in the queue: before all that was made later. */
async function beginAnew(
  tx: Writing,
  epoch: Id,
  sent: readonly (SentRow & { seq: number })[],
): Promise<void> {
  await clearBase(tx)
  for (const { seq, item, label, sent_ms } of sent) {
    await tx.objectStore('sent').delete(seq)
    await tx.objectStore('outbox').put({ ...newRow(item, label, sent_ms), seq, left: true })
  }
  await tx.objectStore('meta').put(epoch, 'epoch')
}

/**
 * Deletions first: a row that is sent stands, whatever tombstone of an earlier one with its id
 * comes along (a day's id is its date, so a new plan deletes and makes it in one revision).
 */
async function takeRows(tx: Writing, answer: SyncAnswer): Promise<void> {
  const [rows, accounts, meta] = [
    tx.objectStore('rows'),
    tx.objectStore('accounts'),
    tx.objectStore('meta'),
  ]
  const changes = answer.changes.filter(isRow)
  for (const { type, id } of answer.deleted) {
    if (type === 'account') await accounts.delete(id)
    else await rows.delete([type as RowType, id])
  }
  for (const row of changes) {
    if (row.type === 'account') await accounts.put(row)
    else await rows.put(row)
    if (row.type === 'plan') await meta.put(row.tag ?? null, 'plan')
  }
  await renewList(tx, answer, changes)
  await meta.put(answer.epoch, 'epoch')
  await meta.put(answer.cursor, 'cursor')
  await meta.put(answer.rest ?? null, 'rest')
}

async function renewList(tx: Writing, answer: SyncAnswer, changes: readonly Row[]): Promise<void> {
  const isAbout = (one: { type: string }) => one.type === 'account'
  if (!answer.accounts && !changes.some(isAbout) && !answer.deleted.some(isAbout)) return
  const lists = tx.objectStore('lists')
  const before = await lists.get(ACCOUNTS)
  await lists.put(renewed(before, answer.accounts, changes, answer.deleted), ACCOUNTS)
}

/** The server told this phone to forget: its rows, and those of the outbox that it has kept. */
export async function wipe(db: Db, rows: readonly OutboxRow[]): Promise<void> {
  const stores: StoreNames<Tables>[] = [...TAKING, 'drafts']
  const tx = db.transaction(stores, 'readwrite', STRICT)
  await whole(tx, async () => {
    await clearBase(tx)
    await tx.objectStore('sent').clear()
    await tx.objectStore('drafts').clear()
    for (const row of rows) await tx.objectStore('outbox').delete(row.seq)
  })
}

/** Without its rows the phone asks for everything again; what waits to be sent stays. */
export async function dropBase(db: Db): Promise<void> {
  const tx = db.transaction(TAKING, 'readwrite')
  await whole(tx, () => clearBase(tx))
}

async function clearBase(tx: Writing): Promise<void> {
  await Promise.all([
    ...BASE.map((store) => tx.objectStore(store).clear()),
    ...['cursor', 'epoch', 'plan', 'rest'].map((key) => tx.objectStore('meta').delete(key)),
  ])
}
