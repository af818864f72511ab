/** What waits to be sent and what was: the rows, in their order. Pure. */

import type { Id, SyncItem } from './wire.ts'

export interface OutboxRow {
  /** The order in which the phone made them; the database counts. */
  seq: number
  item: SyncItem
  /** What the person sees: the account's name, kept because the account may leave the phone. */
  label: string
  made_ms: number
  state: 'waiting' | 'refused'
  /** It may have reached the server: from here on only `withdraw` takes it back. */
  left: boolean
  code: string | null
  text: string | null
}

/** What was answered with yes, kept some days to show it and to send it again after a restore. */
export interface SentRow {
  id: Id
  item: SyncItem
  label: string
  sent_ms: number
}

export interface Counts {
  waiting: number
  refused: number
}

export function counts(rows: readonly OutboxRow[]): Counts {
  const no = rows.filter((row) => row.state === 'refused').length
  return { waiting: rows.length - no, refused: no }
}

export function inOrder(rows: readonly OutboxRow[]): OutboxRow[] {
  return [...rows].sort((a, b) => a.seq - b.seq)
}
