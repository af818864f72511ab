/**
 * Fetches a region's tiles into the browser's file system: into `.part`, renamed when whole.
 *
 * A worker, because a page of iOS before 26 cannot write there. What was fetched before the
 * connection broke is kept and gone on with: the address names the content, so it is the same.
 */

import type { MapRegion } from '../wire.ts'
import type { Asked, Ended, Said } from './talk.ts'

declare const self: DedicatedWorkerGlobalScope

/** Browsers that have it call it so; the rest keep the name it was written under. */
type Movable = FileSystemFileHandle & { move?: (name: string) => Promise<void> }

const STEP_MS = 150
const stopping = new AbortController()

self.onmessage = async ({ data }: MessageEvent<Asked>) => {
  if (data.kind === 'cancel') return stopping.abort()
  const how = await keep(data.region, data.folder)
  self.postMessage({ kind: 'ended', how } satisfies Said)
}

async function keep(region: MapRegion, name: string): Promise<Ended> {
  const file = decodeURIComponent(region.address.split('/').at(-1) ?? '')
  try {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle(name, { create: true })
    const part: Movable = await folder.getFileHandle(`${file}.part`, { create: true })
    const ended = await fill(part, region)
    if (ended === 'cancelled' || ended === 'gone') await folder.removeEntry(part.name)
    if (ended === 'done') await settle(folder, part, file, region)
    return ended
  } catch (error) {
    return reason(error)
  }
}

async function fill(part: FileSystemFileHandle, region: MapRegion): Promise<Ended> {
  const out = await part.createSyncAccessHandle()
  try {
    if (out.getSize() > region.bytes) out.truncate(0)
    return out.getSize() === region.bytes ? 'done' : await pour(region, out)
  } finally {
    out.flush()
    out.close()
  }
}

async function pour(region: MapRegion, out: FileSystemSyncAccessHandle): Promise<Ended> {
  const response = await ask(region.address, out.getSize())
  if (!response?.body) return stopping.signal.aborted ? 'cancelled' : 'offline'
  const refused = refusal(response.status)
  if (refused) return refused
  let at = response.status === 206 ? out.getSize() : 0
  out.truncate(at)
  let shown = 0
  const reader = response.body.getReader()
  for (;;) {
    const read = await reader.read().catch(() => null)
    if (!read) return stopping.signal.aborted ? 'cancelled' : 'offline'
    if (read.done) break
    at += out.write(read.value, { at })
    if (Date.now() - shown < STEP_MS) continue
    shown = Date.now()
    self.postMessage({ kind: 'progress', done: at } satisfies Said)
  }
  return at === region.bytes ? 'done' : 'offline'
}

async function ask(address: string, from: number): Promise<Response | null> {
  const headers: Record<string, string> = { 'X-Rounds-Entry': 'phone' }
  if (from > 0) headers.Range = `bytes=${from}-`
  const { signal } = stopping
  return fetch(address, { headers, signal, cache: 'no-store', redirect: 'error' }).catch(() => null)
}

function refusal(status: number): Ended | null {
  if (status === 200 || status === 206) return null
  if (status === 401) return 'signed-out'
  return status === 404 || status === 416 ? 'gone' : 'offline'
}

/** The note comes last: only a whole file has one. */
async function settle(
  folder: FileSystemDirectoryHandle,
  part: Movable,
  file: string,
  region: MapRegion,
): Promise<void> {
  await part.move?.(file)
  const stored = part.move ? file : part.name
  const note = await folder.getFileHandle(`${stored}.json`, { create: true })
  const out = await note.createSyncAccessHandle()
  out.truncate(0)
  out.write(new TextEncoder().encode(JSON.stringify({ ...region, file: stored })))
  out.flush()
  out.close()
}

function reason(error: unknown): Ended {
  return error instanceof DOMException && error.name === 'QuotaExceededError' ? 'space' : 'broken'
}
