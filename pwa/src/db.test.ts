import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { openStore } from './db.ts'
import { id, makeItem } from './testing.ts'

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
