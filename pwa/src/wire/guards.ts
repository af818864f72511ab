/** Whether something that came from outside is what it should be. */

import type { Id, Me, Problem } from './base.ts'
import type { Row, RowType, SyncAnswer } from './exchange.ts'

const ROW_TYPES: ReadonlySet<string> = new Set<RowType>([
  'account',
  'visit',
  'day',
  'report',
  'wish',
  'feedback',
  'me',
  'plan',
])

type Fields = Record<string, unknown>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether this code can keep the row: a known type with an id and a revision. */
export function isRow(value: unknown): value is Row {
  return (
    isFields(value) &&
    ROW_TYPES.has(String(value.type)) &&
    typeof value.id === 'string' &&
    typeof value.rev === 'number'
  )
}

/** Whether a body is an answer of /api/sync, and not a hotel's sign-in page. */
export function isSyncAnswer(value: unknown): value is SyncAnswer {
  return (
    isFields(value) &&
    Array.isArray(value.results) &&
    Array.isArray(value.changes) &&
    Array.isArray(value.deleted) &&
    typeof value.cursor === 'number' &&
    typeof value.more === 'boolean' &&
    typeof value.epoch === 'string' &&
    typeof value.server_time === 'string' &&
    typeof value.schema === 'number'
  )
}

export function isMe(value: unknown): value is Me {
  return isFields(value) && typeof value.id === 'string' && typeof value.role === 'string'
}

export function isProblem(value: unknown): value is Problem {
  return isFields(value) && typeof value.detail === 'string' && typeof value.code === 'string'
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isId(value: unknown): value is Id {
  return typeof value === 'string' && UUID.test(value)
}
