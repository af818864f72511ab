import * as api from '../../api.ts'
import type { Id } from '../../wire.ts'
import type { CadenceRule, Items, SettingValue } from '../wire.ts'
import type { AuditPage, FullSetting, Named, WeekShare } from './log-wire.ts'

export const settings = () => api.get<Items<FullSetting>>('/api/settings')
export const changeSettings = (values: Record<string, SettingValue>) =>
  api.put<Items<FullSetting>>('/api/settings', { values })

/** What the table would ask of each rep's week; nothing is written. */
export const previewCadence = (items: readonly CadenceRule[]) =>
  api.post<Items<WeekShare>>('/api/cadence/preview', { items })

export function log(query: Record<string, string>) {
  const asked = Object.entries(query).filter(([, value]) => value !== '')
  return api.get<AuditPage>(`/api/audit?${new URLSearchParams(asked)}`)
}

export const erasePerson = (id: Id, name: string) =>
  api.post<Named>(`/api/people/${encodeURIComponent(id)}/erase`, { name })
