/**
 * Regions whose tiles lie on this phone, in the browser's own file system (OPFS).
 *
 * A region is a file of tiles and a note beside it. The note comes last and goes first: what has
 * one is whole. A worker writes the file, because not every browser lets a page do that.
 */

import { type Signal, signal } from '@preact/signals'
import * as api from '../api.ts'
import type { MapRegion, Maps } from '../wire.ts'
import type { Place } from './projection.ts'
import type { Asked, Ended, Said } from './talk.ts'

export interface Stored extends MapRegion {
  file: string
}

export interface Download {
  region: MapRegion
  done: number
}

interface Failure {
  region: string
  why: Exclude<Ended, 'done' | 'cancelled'>
}

const FOLDER = 'maps'
const NOTE = '.json'
/** A file system needs a little more than the bytes themselves. */
const SPARE = 1.05

export const offered: Signal<MapRegion[] | null> = signal(null)
export const stored: Signal<Stored[]> = signal([])
/** The address of a style for where no region is stored; empty without one. */
export const style = signal('')
export const running: Signal<Download | null> = signal(null)
/** The region whose download did not end well, and why. */
export const failed: Signal<Failure | null> = signal(null)

let worker: Worker | null = null

/** Whether this browser has a place for regions at all: private windows of some have none. */
export function canStore(): boolean {
  return typeof navigator.storage?.getDirectory === 'function' && 'Worker' in globalThis
}

/** Reads what is stored here; then asks what there is, and keeps what it knew without an answer. */
export async function look(): Promise<void> {
  stored.value = await readStored()
  const answer = await api.get<Maps>('/api/maps')
  if (answer.kind !== 'ok') return
  offered.value = answer.data.items
  style.value = answer.data.style
}

/** The stored region that most of the places lie in; null where none holds any of them. */
export function covering(of: readonly Stored[], places: readonly Place[]): Stored | null {
  const inside = ({ bounds: [west, south, east, north] }: Stored) =>
    places.filter(({ lat, lon }) => lat >= south && lat <= north && lon >= west && lon <= east)
      .length
  const best = [...of].sort((a, b) => inside(b) - inside(a))[0]
  return best && inside(best) > 0 ? best : null
}

/** A stored region that the server has newer tiles of. */
export function isOld(one: Stored, offers: readonly MapRegion[] | null): boolean {
  const offer = offers?.find((other) => other.name === one.name)
  return offer !== undefined && offer.address !== one.address
}

export function isStored(region: MapRegion): boolean {
  return stored.value.some((one) => one.address === region.address)
}

/** How many bytes are missing for it; 0 where there is room or nobody can say. */
export async function shortOf(region: MapRegion): Promise<number> {
  const { quota, usage } = (await navigator.storage.estimate?.()) ?? {}
  if (quota === undefined || usage === undefined) return 0
  return Math.max(0, Math.ceil(region.bytes * SPARE - (quota - usage)))
}

export async function openTiles(region: Stored): Promise<File> {
  const folder = await theFolder()
  return (await folder.getFileHandle(region.file)).getFile()
}

/** Fetches a region; it goes on when the screen is left. One at a time. */
export async function download(region: MapRegion): Promise<void> {
  if (running.value) return
  failed.value = api.isSignalOff() ? { region: region.name, why: 'offline' } : null
  if (failed.value) return
  running.value = { region, done: 0 }
  const ended = await work(region)
  stored.value = await readStored()
  if (ended === 'done') await dropOlder(region)
  else if (ended !== 'cancelled') failed.value = { region: region.name, why: ended }
  running.value = null
}

export function cancel(): void {
  worker?.postMessage({ kind: 'cancel' } satisfies Asked)
}

export async function remove(region: Stored): Promise<void> {
  const folder = await theFolder()
  await drop(folder, region.file + NOTE)
  await drop(folder, region.file)
  stored.value = await readStored()
}

function work(region: MapRegion): Promise<Ended> {
  const mine = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker = mine
  return new Promise<Ended>((resolve) => {
    mine.onerror = () => resolve('broken')
    mine.onmessage = ({ data }: MessageEvent<Said>) => {
      if (data.kind === 'progress') running.value = { region, done: data.done }
      else resolve(data.how)
    }
    mine.postMessage({ kind: 'fetch', region, folder: FOLDER } satisfies Asked)
  }).finally(() => {
    mine.terminate()
    worker = null
  })
}

/** Tiles that the new ones replace, and what was left of downloads that never ended. */
async function dropOlder(region: MapRegion): Promise<void> {
  for (const one of stored.value) {
    if (one.name === region.name && one.address !== region.address) await remove(one)
  }
  const folder = await theFolder()
  for (const name of await names(folder)) {
    if (name.endsWith('.part') && !stored.value.some((one) => one.file === name)) {
      await drop(folder, name)
    }
  }
}

async function readStored(): Promise<Stored[]> {
  if (!canStore()) return []
  try {
    const folder = await theFolder()
    const found: Stored[] = []
    for (const name of await names(folder)) {
      if (name.endsWith(NOTE)) found.push(JSON.parse(await text(folder, name)) as Stored)
    }
    return found.sort((a, b) => a.name.localeCompare(b.name))
  } catch {
    return []
  }
}

async function names(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const found: string[] = []
  for await (const name of folder.keys()) found.push(name)
  return found
}

async function text(folder: FileSystemDirectoryHandle, name: string): Promise<string> {
  return (await (await folder.getFileHandle(name)).getFile()).text()
}

async function theFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle(FOLDER, { create: true })
}

async function drop(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  await folder.removeEntry(name).catch(() => undefined)
}
