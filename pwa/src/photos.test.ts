import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Answer } from './api.ts'
import { forget, openStore, type Store } from './db.ts'
import type { SentRow } from './outbox.ts'
import { newRow } from './outbox-life.ts'
import { sendPhotos } from './photos.ts'
import { id } from './testing.ts'
import type { SyncItem } from './wire.ts'

const [FIRST, SECOND] = ['a'.repeat(64), 'b'.repeat(64)]
const OK: Answer<unknown> = { kind: 'ok', data: null }
let store: Store

beforeEach(async () => {
  store = await openStore(id(900), () => id(1))
  for (const sha of [FIRST, SECOND]) await store.savePhoto(sha, new Blob(['ice']), 1)
})

afterEach(async () => {
  store.close()
  await forget(id(900))
})

function item(...photos: string[]): SyncItem {
  const args = { visit_id: null, on: '2026-05-05', outcome: 'made', result: '', note: '' } as const
  const told = { ...args, minutes: null, photos }
  return { kind: 'report', id: id(7), about: id(8), args: told, at_phone: '', zone: 'UTC' }
}

const sent = (...photos: string[]): SentRow[] => [
  { id: id(7), item: item(...photos), label: '', sent_ms: 0 },
]

test('a picture goes once, after its report', async () => {
  const went: string[] = []
  const put = async (sha: string) => {
    went.push(sha)
    return OK
  }
  const row = { ...newRow(item(FIRST), '', 0), seq: 1 }
  await sendPhotos(store, [], [row], put)
  expect(went).toEqual([])
  await sendPhotos(store, sent(FIRST), [], put)
  await sendPhotos(store, sent(FIRST), [], put)
  expect(went).toEqual([FIRST])
  expect(await store.unsentPhotos()).toEqual([SECOND])
})

test('without a connection everything stays, and the others are not even tried', async () => {
  let tries = 0
  const put = async (): Promise<Answer<unknown>> => {
    tries += 1
    return { kind: 'offline' }
  }
  await sendPhotos(store, sent(FIRST, SECOND), [], put)
  expect([tries, (await store.unsentPhotos()).length]).toEqual([1, 2])
})

test('a refused picture stays, and does not hold up the next', async () => {
  const no: Answer<unknown> = {
    kind: 'refused',
    status: 404,
    code: 'not_found',
    detail: '',
    problems: [],
    retry_s: null,
  }
  await sendPhotos(store, sent(FIRST, SECOND), [], async (sha) => (sha === FIRST ? no : OK))
  expect(await store.unsentPhotos()).toEqual([FIRST])
})

test('a picture is on the disk and can be shown again', async () => {
  expect(await (await store.photo(FIRST))?.text()).toBe('ice')
  expect(await store.photo('c'.repeat(64))).toBe(null)
})
