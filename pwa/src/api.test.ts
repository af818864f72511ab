import { afterEach, expect, test, vi } from 'vitest'
import * as api from './api.ts'

afterEach(() => {
  api.setSignal('on')
  vi.unstubAllGlobals()
})

function server(answer: () => Response | Promise<Response>) {
  const asked = vi.fn(async (_path: string, _init: RequestInit) => answer())
  vi.stubGlobal('fetch', asked)
  return asked
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
const problem = (status: number, more: object = {}) =>
  new Response(JSON.stringify({ detail: 'No.', code: 'x', problems: [], ...more }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  })

test('no network, a gateway and a hotel page are all offline', async () => {
  server(() => Promise.reject(new TypeError('Failed to fetch')))
  expect(await api.get('/api/about')).toEqual({ kind: 'offline' })
  server(() => new Response('Bad gateway', { status: 502 }))
  expect(await api.get('/api/about')).toEqual({ kind: 'offline' })
  server(() => new Response('<h1>Welcome</h1>', { headers: { 'Content-Type': 'text/html' } }))
  expect(await api.get('/api/about')).toEqual({ kind: 'offline' })
})

test('half an answer is offline, never an error', async () => {
  server(() => new Response('{"a": ', { headers: { 'Content-Type': 'application/json' } }))
  expect(await api.get('/api/about')).toEqual({ kind: 'offline' })
})

test('a refusal carries the words of the server', async () => {
  server(() => problem(422, { code: 'invalid', problems: [{ line: 0, column: 'on', text: '?' }] }))
  expect(await api.post('/api/x', {})).toMatchObject({
    kind: 'refused',
    status: 422,
    code: 'invalid',
    detail: 'No.',
    problems: [{ column: 'on' }],
  })
})

test('401 is signed out, and says when the phone is to be wiped', async () => {
  server(() => problem(401))
  expect(await api.get('/api/x')).toMatchObject({ kind: 'signed-out', wipe: false, kept: false })
  server(() => problem(401, { wipe: true }))
  expect(await api.get('/api/x')).toMatchObject({ kind: 'signed-out', wipe: true, kept: false })
})

test('every request names its entry, and a body is JSON', async () => {
  const asked = server(() => json({ ok: 1 }))
  await api.post('/api/x', { a: 1 })
  const init = asked.mock.calls[0]?.[1]
  expect(init?.headers).toMatchObject({
    'X-Rounds-Entry': 'phone',
    'Content-Type': 'application/json',
  })
  expect(init?.body).toBe('{"a":1}')
})

test('with the signal off nobody is asked', async () => {
  const asked = server(() => json({}))
  api.setSignal('off')
  expect(await api.get('/api/x')).toEqual({ kind: 'offline' })
  expect(asked).not.toHaveBeenCalled()
})

test('an empty yes is a yes', async () => {
  server(() => new Response(null, { status: 204 }))
  expect(await api.remove('/api/x')).toEqual({ kind: 'ok', data: undefined })
})

const versioned = (body: unknown, version: string) =>
  new Response(JSON.stringify(body), {
    headers: { 'Content-Type': 'application/json', ETag: version },
  })
const versionsAsked = (asked: ReturnType<typeof server>) =>
  asked.mock.calls.map(([, init]) => (init.headers as Record<string, string>)['If-None-Match'])

test('an answer that did not change is the object it was, and names its version', async () => {
  const answers = [versioned({ n: 1 }, 'W/"a"'), new Response(null, { status: 304 })]
  const asked = server(() => answers.shift() ?? problem(500))
  const [first, again] = [await api.getIfChanged('/api/same'), await api.getIfChanged('/api/same')]
  expect(versionsAsked(asked)).toEqual([undefined, 'W/"a"'])
  expect(first).toEqual({ kind: 'ok', data: { n: 1 } })
  expect((again as { data: unknown }).data).toBe((first as { data: unknown }).data)
})

test('a changed answer replaces the one before', async () => {
  const answers = [versioned({ n: 1 }, 'W/"a"'), versioned({ n: 2 }, 'W/"b"')]
  const asked = server(() => answers.shift() ?? new Response(null, { status: 304 }))
  await api.getIfChanged('/api/new')
  expect(await api.getIfChanged('/api/new')).toEqual({ kind: 'ok', data: { n: 2 } })
  expect(await api.getIfChanged('/api/new')).toEqual({ kind: 'ok', data: { n: 2 } })
  expect(versionsAsked(asked)).toEqual([undefined, 'W/"a"', 'W/"b"'])
})

test('who is signed out leaves no answer for the next', async () => {
  const answers = [versioned({ n: 1 }, 'W/"a"'), problem(401), versioned({ n: 3 }, 'W/"c"')]
  const asked = server(() => answers.shift() ?? problem(500))
  await api.getIfChanged('/api/mine')
  await api.getIfChanged('/api/mine')
  await api.getIfChanged('/api/mine')
  expect(versionsAsked(asked)).toEqual([undefined, 'W/"a"', undefined])
})
