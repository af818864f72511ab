/** The outbox on the disk: each write is one transaction with strict durability. */

import { type Db, STRICT, whole } from './db-schema.ts'
import type { OutboxRow } from './outbox.ts'
import { again, batch, isReady, newRow, refused, undoing, withdrawal } from './outbox-life.ts'
import type { Id, SyncItem } from './wire.ts'

/** Rows read at a time: what waits may be a thousand, what is sent next are fifty. */
const CHUNK = 100

export async function add(db: Db, item: SyncItem, label: string, now: number): Promise<OutboxRow> {
  const row = newRow(item, label, now)
  const tx = db.transaction('outbox', 'readwrite', STRICT)
  const seq = await whole(tx, () => tx.store.add(row as OutboxRow))
  return { ...row, seq }
}

/** True where the row was simply deleted; false where it had left and a withdrawal follows it. */
export async function undo(
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
    const deleted = undoing(row) === 'delete'
    if (row && deleted) await outbox.delete(row.seq)
    const known = row ?? (await tx.objectStore('sent').index('id').get(id))
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
export async function claim(
  db: Db,
  now: number,
  limit: number,
  urgent: boolean,
): Promise<OutboxRow[]> {
  const tx = db.transaction('outbox', 'readwrite', STRICT)
  return whole(tx, async () => {
    const rows = await next(tx.store, now, limit, urgent)
    for (const row of rows) if (!row.left) await tx.store.put({ ...row, left: true })
    return rows
  })
}

export async function isWaiting(db: Db, now: number, urgent: boolean): Promise<boolean> {
  return (await next(db.transaction('outbox').store, now, 1, urgent)).length > 0
}

interface Outbox {
  getAll(query: IDBKeyRange, count: number): Promise<OutboxRow[]>
}

async function next(
  store: Outbox,
  now: number,
  limit: number,
  urgent: boolean,
): Promise<OutboxRow[]> {
  const ready: OutboxRow[] = []
  for (let from = 0; ready.length < limit; ) {
    const rows = await store.getAll(IDBKeyRange.lowerBound(from, true), CHUNK)
    ready.push(...rows.filter((row) => isReady(row, now, urgent)))
    if (rows.length < CHUNK) break
    from = rows.at(-1)?.seq ?? from
  }
  return batch(ready, now, limit, urgent)
}

export async function refuse(db: Db, row: OutboxRow, code: string, text: string): Promise<void> {
  const tx = db.transaction('outbox', 'readwrite', STRICT)
  await whole(tx, async () => {
    if (await tx.store.get(row.seq)) await tx.store.put(refused(row, code, text))
  })
}

export async function retry(db: Db, seq: number, id: Id, now: number): Promise<void> {
  const tx = db.transaction('outbox', 'readwrite', STRICT)
  await whole(tx, async () => {
    const row = await tx.store.get(seq)
    if (!row) return
    await tx.store.delete(seq)
    await tx.store.add(again(row, id, now) as OutboxRow)
  })
}
