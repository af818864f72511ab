import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { openStore } from './db.ts'
import { newId } from './ids.ts'
import { type Post, syncOnce } from './sync.ts'
import { id, makeItem } from './testing.ts'
import type { SyncAnswer } from './wire.ts'

/** A running server, a rep's token, accounts and how many reports; `make chaos` names them. */
const { ROUNDS_URL, ROUNDS_TOKEN, ROUNDS_ACCOUNTS = '', ROUNDS_FACTS } = process.env
const SEND_EACH = 150

/** The line to the server: cut before it, cut after it, or cut in the middle of the answer. */
const line: Post = async (request) => {
  const luck = Math.random()
  if (luck < 0.1) return { kind: 'offline' }
  const response = await fetch(`${ROUNDS_URL}/api/sync`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ROUNDS_TOKEN}` },
    body: JSON.stringify(request),
  })
  const text = await response.text()
  if (luck < 0.25) return { kind: 'offline' }
  if (luck < 0.3) return { kind: 'ok', data: { results: [] } as never }
  expect(response.status).toBe(200)
  return { kind: 'ok', data: JSON.parse(text) as SyncAnswer }
}

test.runIf(ROUNDS_URL)(
  'each report reaches the real server once, whatever the line does',
  async () => {
    let store = await openStore('engine', () => id(4000))
    const accounts = ROUNDS_ACCOUNTS.split(',')
    const told = Number(ROUNDS_FACTS)
    for (let n = 0; n < told; n++) {
      const about = accounts[n % accounts.length] as string
      const item = { ...makeItem({ id: newId(Date.now()), about }) }
      if (item.kind === 'report') item.args = { ...item.args, visit_id: null }
      expect((await store.add(item, 'Harbor Grill', 0)).ok).toBe(true)
      if (n % SEND_EACH === 0) {
        await syncOnce(store, line, () => Date.now())
        // Another start of the app.
        store.close()
        store = await openStore('engine', () => id(4000))
      }
    }
    for (let tries = 0; tries < 500 && (await store.outbox()).length > 0; tries++) {
      await syncOnce(store, line, () => Date.now())
    }
    expect(await store.outbox()).toEqual([])
  },
  1_800_000,
)
