/** A picture made small enough to store and send: at most 1,600 pixels and 300 kB, as JPEG. */

export const MOST_PIXELS = 1600
export const MOST_BYTES = 300_000
/** Tried in turn until the picture is small enough; the last is taken as it is. */
const TRIES = [
  [1, 0.82],
  [1, 0.65],
  [0.75, 0.65],
  [0.5, 0.6],
] as const

export interface Picture {
  blob: Blob
  sha256: string
}

/** null where the browser cannot read the file as a picture. */
export async function shrunk(file: Blob): Promise<Picture | null> {
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return null
  const scale = Math.min(1, MOST_PIXELS / Math.max(bitmap.width, bitmap.height))
  let blob: Blob | null = null
  for (const [share, quality] of TRIES) {
    blob = await drawn(bitmap, scale * share, quality)
    if (blob && blob.size <= MOST_BYTES) break
  }
  bitmap.close()
  return blob && { blob, sha256: await sha256(blob) }
}

function drawn(bitmap: ImageBitmap, scale: number, quality: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality))
}

async function sha256(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
