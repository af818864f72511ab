/** The audit log's messages and the settings' own: the mirror of server/wire/log.py and people.py. */

import type { Id } from '../../wire.ts'
import type { Setting } from '../wire.ts'

export interface Named {
  id: Id
  name: string
}

export interface AuditRow {
  id: Id
  at: string
  who: string
  action: string
  about: string
  account: boolean
  text: string
}

export interface AuditPage {
  items: AuditRow[]
  more: boolean
  people: Named[]
  actions: string[]
}

/** A setting with its heading, its bounds and who changed it last. */
export interface FullSetting extends Setting {
  group: string
  least: number
  most: number
  whole: boolean
  changed_by: string
  changed_at: string | null
}

/** A rep's week now and under another cadence table. */
export interface WeekShare {
  rep_id: Id | null
  rep: string
  visits_before: number
  visits_after: number
  hours_before: number
  hours_after: number
  hours_there: number
}
