/** The server's rows on the disk: what the first screen reads of them. */

import { type Db, type Meta, metaOf, ofType } from './db-schema.ts'
import type { OutboxRow, SentRow } from './outbox.ts'
import type { AccountRow, Id, IsoDate, MeRow, Row } from './wire.ts'

/** Which date is today, by the person's zone and the server's clock. */
export type DateOf = (me: MeRow | null, meta: Meta) => IsoDate

/** What the screens see, as it stood at one moment. */
export interface Loaded {
  rows: Row[]
  outbox: OutboxRow[]
  sent: SentRow[]
  meta: Meta
}

/** Returns what today's list needs, and nothing else: reading two thousand accounts takes longer. */
export async function loadToday(db: Db, dateOf: DateOf): Promise<Loaded> {
  const tx = db.transaction(['rows', 'accounts', 'outbox', 'meta'])
  const rows = tx.objectStore('rows')
  const [outbox, meta, me, plan, days] = await Promise.all([
    tx.objectStore('outbox').getAll(),
    metaOf((key) => tx.objectStore('meta').get(key)),
    rows.getAll(ofType('me')),
    rows.getAll(ofType('plan')),
    rows.getAll(ofType('day')),
  ])
  const date = dateOf(owner(me), meta)
  const dated = await rows.index('on').getAll(date)
  const accounts = await details(tx.objectStore('accounts'), visitedOn(dated, date))
  const others = dated.filter((row) => row.type !== 'day')
  return { rows: [...me, ...plan, ...days, ...others, ...accounts], outbox, sent: [], meta }
}

/** Returns accounts with their details, as far as those have come. */
export async function loadAccounts(db: Db, ids: Iterable<Id>): Promise<AccountRow[]> {
  return details(db.transaction('accounts').store, ids)
}

interface Accounts {
  get(id: Id): Promise<AccountRow | undefined>
}

export async function details(accounts: Accounts, ids: Iterable<Id>): Promise<AccountRow[]> {
  const found = await Promise.all([...ids].map((id) => accounts.get(id)))
  return found.filter((row) => row !== undefined)
}

export function owner(rows: readonly Row[]): MeRow | null {
  return rows.find((row) => row.type === 'me') ?? null
}

export function visitedOn(rows: readonly Row[], date: IsoDate): Set<Id> {
  const visits = rows.filter((row) => row.type === 'visit')
  return new Set(visits.filter((visit) => visit.on === date).map((visit) => visit.account_id))
}
