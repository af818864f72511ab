/** What only this screen reads; pwa/src/manager/wire.ts has the rest. */

import type { Id } from '../../wire.ts'
import type { ImportKind, ImportPreview as Preview, ImportRun as Run } from '../wire.ts'

export interface ImportPreview extends Preview {
  /** Of each header the first values below it, in the order of `headers`. */
  samples?: string[][]
  /** Of an applied file: what it is taken back by. */
  run_id?: Id | null
}

export interface ImportRun extends Run {
  can_go_back?: boolean
  undone_at?: string | null
}

export type BackAction = 'removed' | 'paused' | 'restored' | 'moved_on'

/**
 * One account; `changes` holds the value now and then, or what somebody changed since. Of a file of
 * visits, sales or touches `what` names the visit, the month or the touch.
 */
export interface ImportBackRow {
  account_id: Id
  number: string
  name: string
  what?: string
  action: BackAction
  changes: Record<string, [string, string]>
}

/** What taking an import back would do, or has done; rows are samples, counts are whole. */
export interface ImportBack {
  file_name: string
  kind?: ImportKind
  done: boolean
  removed: number
  paused: number
  restored: number
  moved_on: number
  rows: ImportBackRow[]
}
