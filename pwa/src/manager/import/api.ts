/** What only this screen asks: taking an import back. */

import * as api from '../../api.ts'
import type { Id } from '../../wire.ts'
import type { ImportBack } from './wire.ts'

/** A file of thousands of accounts takes longer than a tap. */
const LONG_MS = 180_000

const address = (run: Id) => `/api/imports/${encodeURIComponent(run)}/back`

export const lookBack = (run: Id) => api.ask<ImportBack>('GET', address(run), undefined, LONG_MS)
export const takeBack = (run: Id) => api.ask<ImportBack>('POST', address(run), undefined, LONG_MS)
