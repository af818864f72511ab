/** What the Classes screen asks the server: one function an address. */

import * as api from '../../api.ts'
import type { Id, IsoDate } from '../../wire.ts'
import type { Items } from '../wire.ts'
import type {
  Decided,
  Judging,
  MixAccount,
  MixRow,
  PlaybookPage,
  PlaybookText,
  Proposals,
} from './wire.ts'

export const proposals = () => api.get<Proposals>('/api/proposals')
export const judging = () => api.get<Judging>('/api/proposals/judging')
export const judge = () => api.post<Judging>('/api/proposals/judging', {})
export const decided = () => api.get<Items<Decided>>('/api/proposals/decided')
export const accept = (ids: readonly Id[], valid_from: IsoDate) =>
  api.post<{ waiting: number }>('/api/proposals/accept', { ids, valid_from })
export const refuse = (ids: readonly Id[], why: string) =>
  api.post<unknown>('/api/proposals/refuse', { ids, why })
export const reopen = (ids: readonly Id[]) => api.post<unknown>('/api/proposals/reopen', { ids })
export const mix = () => api.getIfChanged<Items<MixRow>>('/api/class-mix')
export const mixAccounts = (query: Record<string, string>) =>
  api.getIfChanged<Items<MixAccount>>(`/api/class-mix/list?${new URLSearchParams(query)}`)
export const playbook = () => api.get<Items<PlaybookPage>>('/api/playbook')
export const changePlaybook = (key: string, page: PlaybookText | null) =>
  api.put<Items<PlaybookPage>>(`/api/playbook/${encodeURIComponent(key)}`, { page })
