/** Pictures on this phone: on the disk before a report speaks of them, sent after its words. */

import type { Db } from './db-schema.ts'

type Use = <T>(work: (db: Db) => Promise<T>) => Promise<T>

/** A sent picture is kept this long, then the server shows it. */
const KEPT_MS = 7 * 86_400_000

/** False where there is no room: the words of the report must not wait for a picture. */
export async function save(use: Use, sha256: string, blob: Blob, now: number): Promise<boolean> {
  try {
    const bytes = await blob.arrayBuffer()
    await use(async (db) => {
      await forgetOld(db, now)
      const known = await db.get('photos', sha256)
      const photo = known ?? { sha256, bytes, made_ms: now, sent: false }
      const tx = db.transaction('photos', 'readwrite', { durability: 'strict' })
      await Promise.all([tx.store.put(photo), tx.done])
    })
    return true
  } catch {
    return false
  }
}

export async function read(db: Db, sha256: string): Promise<Blob | null> {
  const photo = await db.get('photos', sha256)
  return photo ? new Blob([photo.bytes], { type: 'image/jpeg' }) : null
}

export async function unsent(db: Db): Promise<string[]> {
  const all = await db.getAll('photos')
  return all.filter((photo) => !photo.sent).map((photo) => photo.sha256)
}

export async function markSent(db: Db, sha256: string): Promise<void> {
  const photo = await db.get('photos', sha256)
  if (photo) await db.put('photos', { ...photo, sent: true })
}

async function forgetOld(db: Db, now: number): Promise<void> {
  for (const photo of await db.getAll('photos')) {
    if (photo.sent && now - photo.made_ms > KEPT_MS) await db.delete('photos', photo.sha256)
  }
}
