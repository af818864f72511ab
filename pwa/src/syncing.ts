/** The phone and the server: who sends, what becomes of it on the screen. Loaded after the first one. */

import * as api from './api.ts'
import type { Store } from './db.ts'
import * as phone from './phone.ts'
import { sendPhotos } from './photos.ts'
import { type Phase, type Outcome as Synced, type Syncer, startSync } from './sync.ts'
import type { Id, Me, SyncAnswer, SyncRequest } from './wire.ts'

export function begin(store: Store, person: Id): Syncer {
  return startSync({ store, post, person, now: () => Date.now(), onStored, onPhase })
}

/**
 * Asks who we are before the first send of this page.
 *
 * Another person may have signed in meanwhile: their cookie must never carry these reports.
 */
async function post(request: SyncRequest): Promise<api.Answer<SyncAnswer>> {
  if (phone.verified.value !== phone.person.value?.id) {
    const who = await api.get<Me>('/api/session')
    if (who.kind === 'signed-out' && who.wipe) return lastWords(request, who)
    if (who.kind !== 'ok') return who
    if (who.data.id !== phone.person.value?.id) {
      phone.isOther(who.data)
      return { kind: 'offline' }
    }
    phone.verified.value = who.data.id
  }
  return api.post<SyncAnswer>('/api/sync', request)
}

/** Something on the disk is different: the first rows of a long pull are shown at once. */
let stored = false

function onStored(first: boolean): void {
  stored = true
  if (first) void phone.reload()
}

/** A lost phone still sends what waits, for its manager to see; another's loss wipes nothing. */
async function lastWords(request: SyncRequest, told: SignedOut): Promise<api.Answer<SyncAnswer>> {
  if (told.person !== phone.person.value?.id) return { ...told, wipe: false }
  return api.post<SyncAnswer>('/api/sync', request)
}

type SignedOut = Extract<api.Answer<Me>, { kind: 'signed-out' }>

function onPhase(next: Phase, outcome: Synced | null): void {
  phone.phase.value = next
  if (next === 'signed-out') phone.verified.value = null
  if (next === 'offline') phone.tell('offline')
  if (outcome?.kind === 'done' && outcome.sent > 0) phone.tell('sent')
  if (next !== 'syncing') void afterSync(outcome)
}

/** A sync that brought nothing costs nothing: only when it was is told. */
async function afterSync(outcome: Synced | null): Promise<void> {
  if (stored) {
    stored = false
    phone.tellTabs()
    await phone.reload()
  } else phone.meta.value = (await phone.theStore()?.meta()) ?? null
  // Only now is it known here which reports have arrived, and so which pictures may go.
  if (outcome?.kind === 'done') await sendThePhotos()
}

let sendingPhotos = false

async function sendThePhotos(): Promise<void> {
  const store = phone.theStore()
  if (!store || sendingPhotos) return
  sendingPhotos = true
  try {
    await sendPhotos(store, phone.sent.value, phone.outbox.value, api.putPhoto)
  } catch {
    // They wait on the disk for the next time.
  } finally {
    sendingPhotos = false
  }
}
