/**
 * The only file that calls fetch. Answers a union, never throws.
 *
 * `offline` is everything that never reached our server or came from somebody else: no network,
 * a time-out, a gateway's page, a hotel's sign-in page.
 */

import { type FileProblem, isFields, isProblem } from './wire.ts'

export type Entry = 'phone' | 'desk'

export interface Refusal {
  kind: 'refused'
  status: number
  code: string
  detail: string
  problems: FileProblem[]
  /** Seconds the server asks us to wait, where it does. */
  retry_s: number | null
}

export type Answer<T> =
  | { kind: 'ok'; data: T }
  | { kind: 'offline' }
  | { kind: 'signed-out'; wipe: boolean; kept: boolean; person?: unknown; detail: string }
  | Refusal

const TIMEOUT_MS = 15_000
const PHOTO_TIMEOUT_MS = 60_000
/** What a gateway says for a server that is not there. */
const NOBODY_HOME = new Set([502, 503, 504])
const SIGNAL = 'rounds-demo-signal'

let entry: Entry = 'phone'

/** Which of the two sign-ins of this browser the page uses; the phone's unless told. */
export function actAs(which: Entry): void {
  entry = which
}

// --- the demo's "No signal" switch -------------------------------------------------------------

let noSignal = readSignal() === 'off'

function readSignal(): string | null {
  try {
    return sessionStorage.getItem(SIGNAL)
  } catch {
    return null
  }
}

/** Only phones lose their signal: the desk shares the tab's storage with the phone beside it. */
export function isSignalOff(): boolean {
  return noSignal && entry === 'phone'
}

/** Pulls the plug for this tab and keeps it pulled across reloads. */
export function setSignal(signal: 'off' | 'on'): void {
  noSignal = signal === 'off'
  try {
    sessionStorage.setItem(SIGNAL, signal)
  } catch {
    // Without storage the switch still works until the next reload.
  }
}

// --- asking ----------------------------------------------------------------------------------

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Asks the server. A form or a picture goes as it is, everything else as JSON. */
export async function ask<T>(
  method: Method,
  path: string,
  body?: unknown,
  patience_ms = TIMEOUT_MS,
): Promise<Answer<T>> {
  if (isSignalOff()) return { kind: 'offline' }
  try {
    const response = await fetch(path, init(method, body, patience_ms))
    return await read<T>(response)
  } catch {
    return { kind: 'offline' }
  }
}

export const get = <T>(path: string) => ask<T>('GET', path)
export const post = <T>(path: string, body?: unknown) => ask<T>('POST', path, body)
export const put = <T>(path: string, body: unknown) => ask<T>('PUT', path, body)
export const patch = <T>(path: string, body: unknown) => ask<T>('PATCH', path, body)
export const putPhoto = (sha256: string, body: Blob) =>
  ask<unknown>('PUT', `/api/photos/${sha256}`, body, PHOTO_TIMEOUT_MS)
export const remove = <T>(path: string) => ask<T>('DELETE', path)

/** Answers a screen shows again and again, by address, with their versions: as many as a tab has. */
const known = new Map<string, { version: string; data: unknown }>()
const MOST_KNOWN = 16

/** Asks for an answer only if it is another than last time; the same answer is the same object. */
export async function getIfChanged<T>(path: string): Promise<Answer<T>> {
  if (isSignalOff()) return { kind: 'offline' }
  const before = known.get(path)
  const asked = init('GET', undefined, TIMEOUT_MS)
  if (before) asked.headers = { ...asked.headers, 'If-None-Match': before.version }
  try {
    const response = await fetch(path, asked)
    if (before && response.status === 304) return { kind: 'ok', data: before.data as T }
    const answer = await read<T>(response)
    keepKnown(path, response.headers.get('ETag'), answer)
    return answer
  } catch {
    return { kind: 'offline' }
  }
}

/** Whoever is signed out leaves nothing for the next; beyond the limit the oldest is forgotten. */
function keepKnown(path: string, version: string | null, answer: Answer<unknown>): void {
  if (answer.kind === 'signed-out') known.clear()
  if (answer.kind !== 'ok') return
  known.delete(path)
  if (version) known.set(path, { version, data: answer.data })
  const [oldest] = known.keys()
  if (oldest !== undefined && known.size > MOST_KNOWN) known.delete(oldest)
}

/** Asks for a file that is to be kept; what is refused says why. */
export async function getFile(path: string): Promise<Answer<Blob>> {
  if (isSignalOff()) return { kind: 'offline' }
  try {
    const response = await fetch(path, init('GET', undefined, PHOTO_TIMEOUT_MS))
    if (!response.ok) return await read<Blob>(response)
    return { kind: 'ok', data: await response.blob() }
  } catch {
    return { kind: 'offline' }
  }
}

function init(method: Method, body: unknown, patience_ms: number): RequestInit {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'X-Rounds-Entry': entry,
  }
  const asked: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'error',
  }
  const signal = timeout(patience_ms)
  if (signal) asked.signal = signal
  if (body === undefined) return asked
  // These say themselves what they are.
  if (body instanceof FormData || body instanceof Blob) return { ...asked, body }
  headers['Content-Type'] = 'application/json'
  return { ...asked, body: JSON.stringify(body) }
}

function timeout(ms: number): AbortSignal | null {
  return 'timeout' in AbortSignal ? AbortSignal.timeout(ms) : null
}

async function read<T>(response: Response): Promise<Answer<T>> {
  if (NOBODY_HOME.has(response.status)) return { kind: 'offline' }
  if (response.ok) {
    if (response.status === 204) return { kind: 'ok', data: undefined as T }
    // Not JSON is not our server: a hotel's sign-in page answers everything with 200.
    if (!isJson(response)) return { kind: 'offline' }
    return { kind: 'ok', data: (await response.json()) as T }
  }
  return refusal(response, isJson(response) ? await response.json() : null)
}

function refusal(response: Response, body: unknown): Answer<never> {
  const problem = isProblem(body) ? body : null
  const detail = problem?.detail ?? `The server answered ${response.status}.`
  if (response.status === 401) {
    const says = (word: string) => isFields(body) && body[word] === true
    const person = isFields(body) ? body.person : null
    return { kind: 'signed-out', wipe: says('wipe'), kept: says('kept'), person, detail }
  }
  return {
    kind: 'refused',
    status: response.status,
    code: problem?.code ?? String(response.status),
    detail,
    problems: problem?.problems ?? [],
    retry_s: Number(response.headers.get('Retry-After')) || null,
  }
}

function isJson(response: Response): boolean {
  return /\bjson\b/.test(response.headers.get('Content-Type') ?? '')
}
