/** What the book of accounts asks the server. */

import * as api from '../../api.ts'
import type { Id } from '../../wire.ts'
import type { Items } from '../wire.ts'
import type { BulkChange, BulkPreview, PlannedChange, Timeline, UndoRow } from './wire.ts'

/** A thousand accounts and all their reps' others take longer than a tap. */
const LONG_MS = 60_000

const at = (id: string) => encodeURIComponent(id)

export const changeMany = (ask: BulkChange) =>
  api.ask<BulkPreview>('POST', '/api/accounts/bulk', ask, LONG_MS)
export const undos = () => api.get<Items<UndoRow>>('/api/undo')
export const planned = (account?: Id) =>
  api.get<Items<PlannedChange>>(`/api/accounts/planned${account ? `?account=${at(account)}` : ''}`)
export const withdraw = (id: Id) => api.remove<unknown>(`/api/accounts/planned/${at(id)}`)
export const timeline = (account: Id) => api.get<Timeline>(`/api/accounts/${at(account)}/timeline`)
