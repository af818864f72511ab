/**
 * The life of a fact or wish, pure: waiting, sent, then accepted (it leaves) or refused (it stays).
 *
 * Nothing here reads a clock or a database: `now` is milliseconds, given by the caller.
 */

import { inOrder, type OutboxRow } from './outbox.ts'
import type { Id, SyncItem, SyncResult } from './wire.ts'

/** How long a thing waits before it is sent, so that undo can simply delete it. */
export const UNDO_MS = 8000
export const MOST_ITEMS = 50
/** Below the server's 256 kB: the frame of the request needs room too. */
export const MOST_BYTES = 200_000

export function newRow(item: SyncItem, label: string, now: number): Omit<OutboxRow, 'seq'> {
  return { item, label, made_ms: now, state: 'waiting', left: false, code: null, text: null }
}

/**
 * Whether a row may be sent now.
 *
 * A clock that was set back must not hold a report for hours, so "made in the future" is ready too.
 */
export function isReady(row: OutboxRow, now: number, urgent = false): boolean {
  if (row.state !== 'waiting') return false
  return urgent || row.left || now < row.made_ms || now - row.made_ms >= UNDO_MS
}

/** The rows to send next, in the order they were made: at most `limit`, at most 200 kB. */
export function batch(
  rows: readonly OutboxRow[],
  now: number,
  limit = MOST_ITEMS,
  urgent = false,
): OutboxRow[] {
  const chosen: OutboxRow[] = []
  let bytes = 0
  for (const row of inOrder(rows)) {
    if (!isReady(row, now, urgent)) continue
    bytes += sizeOf(row.item)
    if (chosen.length > 0 && bytes > MOST_BYTES) break
    chosen.push(row)
    if (chosen.length === limit) break
  }
  return chosen
}

/** Milliseconds until a row becomes ready; null when nothing waits. */
export function nextReady(rows: readonly OutboxRow[], now: number): number | null {
  const waits = rows
    .filter((row) => row.state === 'waiting')
    .map((row) => (isReady(row, now) ? 0 : row.made_ms + UNDO_MS - now))
  return waits.length > 0 ? Math.min(...waits) : null
}

export interface Settled {
  leave: OutboxRow[]
  keep: OutboxRow[]
}

/** What the server's answer does to the rows it is about; rows it does not name stay as they are. */
export function settled(rows: readonly OutboxRow[], results: readonly SyncResult[]): Settled {
  const answers = new Map(results.map((result) => [result.id, result]))
  const leave: OutboxRow[] = []
  const keep: OutboxRow[] = []
  for (const row of rows) {
    const answer = answers.get(row.item.id)
    if (!answer) continue
    if (isNo(answer)) keep.push(refused(row, answer.code ?? 'refused', answer.text ?? null))
    else leave.push(row)
  }
  return { leave, keep }
}

/** A duplicate repeats the first answer: with a code it was a no. */
function isNo(answer: SyncResult): boolean {
  return answer.status === 'refused' || (answer.status === 'duplicate' && Boolean(answer.code))
}

export function refused(row: OutboxRow, code: string, text: string | null): OutboxRow {
  return { ...row, state: 'refused', left: true, code, text }
}

/** The code of a row that the server would not even read: no answer about its id exists. */
export const NOT_TAKEN = 'not_taken'

/**
 * A refused row that is tried again: under a new id where the server has answered the old one.
 *
 * It repeats that answer for ever. Without an answer the old id stays, since the row may have
 * had its effect after all.
 */
export function again(row: OutboxRow, id: Id, now: number): Omit<OutboxRow, 'seq'> {
  const kept = row.code === NOT_TAKEN ? row.item.id : id
  return newRow({ ...row.item, id: kept }, row.label, now)
}

/** What undo does: before the row may have left it vanishes, later it is taken back by a wish. */
export function undoing(row: OutboxRow | undefined): 'delete' | 'withdraw' {
  return row && !row.left && row.state === 'waiting' ? 'delete' : 'withdraw'
}

export function withdrawal(of: SyncItem, id: Id, atPhone: string): SyncItem {
  return {
    id,
    kind: 'withdraw',
    about: of.about,
    args: { of: of.id },
    at_phone: atPhone,
    zone: of.zone,
  }
}

function sizeOf(item: SyncItem): number {
  return new TextEncoder().encode(JSON.stringify(item)).length
}
