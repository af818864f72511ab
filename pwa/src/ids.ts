import type { Id } from './wire.ts'

/**
 * A UUID of version 7 for `now`: 48 bits of time, then 74 of chance.
 *
 * Made on the phone so that a lost answer can be asked for again without a second effect.
 */
export function newId(now: number, random: Uint8Array = randomBytes()): Id {
  const bytes = new Uint8Array(16)
  bytes.set(random.subarray(0, 16))
  let ms = Math.max(0, Math.floor(now))
  for (let at = 5; at >= 0; at--) {
    bytes[at] = ms % 256
    ms = Math.floor(ms / 256)
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function randomBytes(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(16))
}
