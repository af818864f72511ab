import * as api from '../../api.ts'
import type { IsoDate } from '../../wire.ts'
import type { Exceptions, Monday } from './wire.ts'

export const monday = () => api.get<Monday>('/api/monday')
export const exceptions = () => api.get<Exceptions>('/api/exceptions')
/** Without a date it is brought back. */
export const snooze = (key: string, until: IsoDate | null, why: string, size: number) =>
  api.put<unknown>('/api/exceptions/snooze', { key, until, why, size })
