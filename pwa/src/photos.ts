/** Sends the pictures that reports speak of: after their words, one by one, whenever there is signal. */

import type { Answer } from './api.ts'
import type { Store } from './db.ts'
import type { OutboxRow, SentRow } from './outbox.ts'

export type PutPhoto = (sha256: string, body: Blob) => Promise<Answer<unknown>>

/**
 * Sends what waits; stops at the first sign of no connection.
 *
 * A picture goes once its report is with the server. One that no report speaks of belongs to a
 * draft and stays. Refused ones stay too: nothing of the rep's disappears by itself.
 */
export async function sendPhotos(
  store: Pick<Store, 'unsentPhotos' | 'photo' | 'photoSent'>,
  sent: readonly SentRow[],
  outbox: readonly OutboxRow[],
  put: PutPhoto,
): Promise<number> {
  const waiting = new Set(outbox.flatMap(({ item }) => named(item)))
  const told = new Set(sent.flatMap(({ item }) => named(item)))
  let count = 0
  for (const sha256 of await store.unsentPhotos()) {
    if (!told.has(sha256) || waiting.has(sha256)) continue
    const blob = await store.photo(sha256)
    const answer = blob && (await put(sha256, blob))
    if (answer?.kind === 'offline' || answer?.kind === 'signed-out') break
    if (answer?.kind !== 'ok') continue
    await store.photoSent(sha256)
    count += 1
  }
  return count
}

function named(item: SentRow['item']): string[] {
  return item.kind === 'report' ? (item.args.photos ?? []) : []
}
