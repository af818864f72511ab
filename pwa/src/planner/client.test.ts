import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Tried } from './find-day.ts'

const dates: Tried[] = [{ on: '2026-05-05', why_not: 'closed' }]
const offer = { on: '2026-05-05', detour_s: null, start_s: null, why_not: 'closed' }

interface Said {
  id: number
  job: string
}

/** A worker that answers when it is told to. */
class FakeWorker {
  static made: FakeWorker[] = []
  onmessage: ((event: { data: unknown }) => void) | null = null
  onerror: (() => void) | null = null
  asked: Said[] = []
  constructor() {
    FakeWorker.made.push(this)
  }
  postMessage(said: Said) {
    this.asked.push(said)
  }
  terminate() {}
  say(at: number, found: unknown) {
    this.onmessage?.({ data: { id: this.asked[at]?.id, found } })
  }
}

async function client() {
  vi.resetModules()
  return await import('./client.ts')
}

beforeEach(() => {
  FakeWorker.made = []
  vi.stubGlobal('Worker', FakeWorker)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Waits until the worker was asked so often, and returns it. */
async function asked(times: number): Promise<FakeWorker> {
  return await vi.waitFor(() => {
    const [worker] = FakeWorker.made
    if (!worker || worker.asked.length < times) throw new Error('not yet')
    return worker
  })
}

test('no worker is made before the first question, and one for all of them', async () => {
  const { ask } = await client()
  expect(FakeWorker.made).toHaveLength(0)
  const both = [ask('days', dates), ask('days', [])]
  const worker = await asked(2)
  worker.say(1, 'second')
  worker.say(0, 'first')
  expect(await Promise.all(both)).toEqual(['first', 'second'])
  expect(FakeWorker.made).toHaveLength(1)
})

test('of the rest of the day asked for twice the latest counts', async () => {
  const { ask } = await client()
  const of = { day: { stops: [], anchor: null }, frame: null, me: null } as never
  expect(await Promise.all([ask('rest', of), ask('rest', of)])).toEqual([undefined, null])
})

test('where there is no worker the page answers', async () => {
  vi.stubGlobal('Worker', undefined)
  expect(await (await client()).ask('days', dates)).toEqual([offer])
})

test('where the worker breaks the page answers, what was asked before as well', async () => {
  const { ask } = await client()
  const first = ask('days', dates)
  ;(await asked(1)).onerror?.()
  expect(await first).toEqual([offer])
  expect(await ask('days', dates)).toEqual([offer])
  expect(FakeWorker.made).toHaveLength(1)
})

test('a worker that says nothing is given up', async () => {
  const { ask } = await client()
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const silent = ask('days', dates)
  await asked(1)
  await vi.advanceTimersByTimeAsync(8_000)
  expect(await silent).toEqual([offer])
})
