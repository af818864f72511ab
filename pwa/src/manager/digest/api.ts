import * as api from '../../api.ts'
import type { Id, IsoDate } from '../../wire.ts'

export interface Digest {
  first: IsoDate
  last: IsoDate
  kept: boolean
  figures: readonly { label: string; now: string; before: string; change: string }[]
  reps: readonly { rep_id: Id; rep: string; line: string }[]
  new: readonly string[]
  gone: readonly string[]
  decisions: readonly { at: string; who: string; text: string }[]
  coming: readonly string[]
  subject: string
  text: string
}

export const digest = (week?: IsoDate) =>
  api.get<Digest>(week ? `/api/digest?week=${encodeURIComponent(week)}` : '/api/digest')
