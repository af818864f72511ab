/** The server's rows on the disk: all of them, read when the first screen stands. */

import type { IDBPTransaction, StoreNames } from 'idb'
import { current } from './current.ts'
import { type DateOf, details, type Loaded, owner, visitedOn } from './db-base.ts'
import { ACCOUNTS, type Db, metaOf, type Tables } from './db-schema.ts'
import { brief, type List, list } from './listed.ts'
import type { Id } from './wire.ts'

/**
 * Returns everything, read in one transaction. Accounts are as brief as the list has them, but for
 * those visited today and those that were `asked` for.
 */
export async function loadAll(db: Db, dateOf: DateOf, asked: Iterable<Id>): Promise<Loaded> {
  const tx = db.transaction(['rows', 'accounts', 'lists', 'outbox', 'sent', 'meta'])
  const [rows, accountList, outbox, sent, meta] = await Promise.all([
    tx.objectStore('rows').getAll(),
    listOf(tx),
    tx.objectStore('outbox').getAll(),
    tx.objectStore('sent').getAll(),
    metaOf((key) => tx.objectStore('meta').get(key)),
  ])
  const visited = visitedOn(rows, dateOf(owner(rows), meta))
  const whole = await details(tx.objectStore('accounts'), new Set([...visited, ...asked]))
  const accounts = new Map(brief(accountList).map((row) => [row.id, row]))
  for (const row of whole) accounts.set(row.id, current(row, accounts.get(row.id)))
  return { rows: [...rows, ...accounts.values()], outbox, sent, meta }
}

type Reading = IDBPTransaction<Tables, StoreNames<Tables>[], 'readonly'>

/** A database of an older version has accounts, but no list of them until the next pull. */
async function listOf(tx: Reading): Promise<List> {
  const kept = await tx.objectStore('lists').get(ACCOUNTS)
  return kept ?? list(await tx.objectStore('accounts').getAll())
}
