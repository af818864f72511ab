import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { expect, test } from 'vitest'
import { databaseName, openStore, type Store } from './db.ts'
import { list } from './listed.ts'
import { id, makeAccount, makeItem, makeMe, makePlan, makeRow, makeVisit } from './testing.ts'
import { type Row, SCHEMA, type SyncAnswer } from './wire.ts'

const open = (person: string) => openStore(person, () => id(4000))

test('an outbox survives closing, and each person has their own', async () => {
  const ann = await open('ann')
  await ann.add(makeItem(), 'Harbor Grill', 1)
  ann.close()
  expect(await (await open('ann')).outbox()).toHaveLength(1)
  expect(await (await open('cleo')).outbox()).toEqual([])
})

test('dropping the base keeps the outbox and asks for everything anew', async () => {
  const store = await open('base')
  await store.add(makeItem(), 'Harbor Grill', 1)
  await store.dropBase()
  expect(await store.outbox()).toHaveLength(1)
  expect(await store.meta()).toMatchObject({ cursor: 0, epoch: null, client_id: id(4000) })
})

test('the same id twice is refused by the disk and says why', async () => {
  const store = await open('twice')
  expect((await store.add(makeItem(), 'a', 1)).ok).toBe(true)
  expect(await store.add(makeItem(), 'a', 1)).toEqual({ ok: false, why: 'ConstraintError' })
})

test('a draft stays until it is dropped', async () => {
  const store = await open('draft')
  expect(await store.saveDraft('report:1', { note: 'half a sen' })).toBe(true)
  store.close()
  const later = await open('draft')
  expect(await later.draft('report:1')).toEqual({ note: 'half a sen' })
  await later.dropDraft('report:1')
  expect(await later.draft('report:1')).toBeUndefined()
})

test('a row tried again goes to the end of the queue', async () => {
  const store = await open('retry')
  await store.add(makeItem({ id: id(1) }), 'a', 1)
  await store.add(makeItem({ id: id(2) }), 'b', 1)
  const [first] = await store.outbox()
  await store.refuse(first as never, 'already_made', 'no')
  await store.retry(first?.seq ?? 0, id(3), 2)
  expect((await store.outbox()).map((row) => [row.item.id, row.state])).toEqual([
    [id(2), 'waiting'],
    [id(3), 'waiting'],
  ])
})

test('a store whose connection was closed under it opens again', async () => {
  const store = await open('lost')
  store.close()
  expect((await store.add(makeItem(), 'a', 1)).ok).toBe(true)
})

const TODAY = '2026-05-05'
const onToday = () => TODAY

/** Takes in an answer as the server would send it next. */
async function take(store: Store, changes: Row[], more: Partial<SyncAnswer> = {}) {
  const known = await store.meta()
  const answer: SyncAnswer = {
    results: [],
    changes,
    deleted: [],
    cursor: known.cursor + 1,
    more: false,
    epoch: 'e1',
    server_time: '2026-05-05T12:00:00Z',
    today: TODAY,
    schema: SCHEMA,
    ...more,
  }
  return store.apply({ ...known, schema: SCHEMA, send: [] }, answer, 1)
}

async function accounts(store: Store, ...asked: string[]) {
  const { rows } = await store.all(onToday, asked)
  return rows.filter((row) => row.type === 'account')
}

test('a list is shown before the details of its accounts have come', async () => {
  const store = await open('brief')
  const row = makeAccount({ rev: 5, contacts: [{ name: 'Mia', phone: '1', email: '' }] })
  const listed = await take(store, [], { accounts: list([row]), rest: '0::' })
  expect(listed).toMatchObject({ changed: true, again: true })
  expect(await accounts(store, row.id)).toMatchObject([{ name: row.name, brief: true }])
  expect(await take(store, [row], { rest: null })).toMatchObject({ again: false })
  expect(await accounts(store, row.id)).toEqual([row])
})

test('search finds contacts and streets without reading the details', async () => {
  const store = await open('search')
  const contacts = [{ name: 'Mia', phone: '1', email: '' }]
  await take(store, [makeAccount({ contacts })])
  expect(await accounts(store)).toMatchObject([{ brief: true, contacts, address: '1 Main Street' }])
})

test('where the list is newer than the details, what the list says counts', async () => {
  const store = await open('newer')
  const before = makeAccount({ rev: 1, tier: 'A', sales_12m: 70 })
  await take(store, [before])
  await take(store, [], { accounts: list([{ ...before, rev: 2, tier: 'C' }]), rest: '1::' })
  expect(await accounts(store, before.id)).toMatchObject([{ tier: 'C', sales_12m: 70 }])
})

test('today opens with the rows of its date alone, and the accounts visited on it whole', async () => {
  const store = await open('today')
  const other = makeAccount({ id: id(2) })
  const tomorrow = makeVisit({ id: id(102), on: '2026-05-06', account_id: id(2) })
  await take(store, [makeMe(), makePlan(), makeAccount(), other, makeVisit(), tomorrow])
  const { rows } = await store.today(onToday)
  expect(rows.map((row) => row.id).sort()).toEqual([id(1), id(101), id(800), id(900)])
  expect(rows.some((row) => row.type === 'account' && row.brief)).toBe(false)
})

test('an account handed over is gone from the list and from the disk', async () => {
  const store = await open('gone')
  await take(store, [makeAccount()])
  await take(store, [], { deleted: [{ type: 'account', id: id(1) }] })
  expect(await accounts(store, id(1))).toEqual([])
  expect(await store.accounts([id(1)])).toEqual([])
})

test('a thousand rows wait: only the next fifty are read and marked', async () => {
  const store = await open('thousand')
  for (let n = 0; n < 120; n++) await store.add(makeItem({ id: id(n) }), 'a', n)
  const claimed = await store.claim(1_000_000, 50, false)
  expect(claimed.map((row) => row.item.id)).toEqual(Array.from({ length: 50 }, (_, n) => id(n)))
  expect((await store.outbox()).filter((row) => row.left)).toHaveLength(50)
})

/** A database as the first version of the app left it. */
async function firstVersion(person: string) {
  const db = await openDB(databaseName(person), 1, {
    upgrade(db) {
      db.createObjectStore('rows', { keyPath: ['type', 'id'] })
      const outbox = db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true })
      outbox.createIndex('id', 'item.id', { unique: true })
      for (const [name, keyPath] of [['sent', 'seq'], ['meta'], ['drafts']] as const)
        db.createObjectStore(name, keyPath ? { keyPath } : undefined)
    },
  })
  for (const row of [makeAccount(), makeVisit(), makeMe()]) await db.put('rows', row)
  await db.put('outbox', makeRow({ seq: 7 }))
  await db.put('drafts', { note: 'half a sen' }, 'report:1')
  await db.put('meta', 12, 'cursor')
  db.close()
}

test('an update in a dead zone keeps rows, outbox and drafts of the first version', async () => {
  await firstVersion('old')
  const store = await open('old')
  expect((await store.all(onToday, [])).rows).toHaveLength(3)
  expect(await accounts(store)).toEqual([makeAccount()])
  expect(await store.outbox()).toEqual([makeRow({ seq: 7 })])
  expect(await store.draft('report:1')).toEqual({ note: 'half a sen' })
  expect(await store.meta()).toMatchObject({ cursor: 12, plan: null, rest: null })
})
