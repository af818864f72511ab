/** The form of a change of many: text as typed, and what of it is sent. Pure. */

import type { AccountClass, IsoDate, Tier } from '../../wire.ts'
import { read, type WindowDraft } from './season-windows.ts'
import type { BulkFields, BulkPreview, BulkShare } from './wire.ts'

export const KEEP = ''
export const NOBODY = 'nobody'

export interface BulkForm {
  account_class: string
  tier: string
  rep: string
  rhythm: string
  interval: string
  season: string
  windows: WindowDraft[]
  active: string
  from: string
  why: string
}

export function emptyForm(today: IsoDate): BulkForm {
  return {
    account_class: KEEP,
    tier: KEEP,
    rep: KEEP,
    rhythm: KEEP,
    interval: '',
    season: KEEP,
    windows: [],
    active: KEEP,
    from: today,
    why: '',
  }
}

/** Only rep and class wait for a date; what else changes is at once. */
export function hasDate(form: BulkForm): boolean {
  return form.rep !== KEEP || form.account_class !== KEEP
}

/** What cannot be sent as it is typed; empty when it can. */
export function fault(form: BulkForm): string {
  const most = form.rhythm === 'weekly' ? 7 : 730
  const interval = Number(form.interval)
  const own = form.rhythm === 'days' || form.rhythm === 'weekly'
  if (own && !(interval >= 1 && interval <= most)) return `A number from 1 to ${most}.`
  if (form.rhythm === 'weekly' && !Number.isInteger(interval)) return 'A whole number a week.'
  if (form.season === 'own' && form.windows.length === 0) return 'Add a season window.'
  if (form.season === 'own' && read(form.windows) === null) {
    return 'Each season window needs two days like 1 May.'
  }
  if (hasDate(form) && form.from === '') return 'Say from which date.'
  return ''
}

/** Only what somebody chose; null when nothing was. */
export function fields(form: BulkForm): BulkFields | null {
  const made: BulkFields = {
    ...(form.account_class && { account_class: form.account_class as AccountClass }),
    ...(form.tier && { tier: form.tier as Tier }),
    ...(form.rep && { rep_id: form.rep === NOBODY ? null : form.rep }),
    ...rhythm(form),
    ...(form.season === 'none' && { windows: [] }),
    ...(form.season === 'own' && { windows: read(form.windows) ?? [] }),
    ...(form.active && { active: form.active === 'yes' }),
  }
  if (Object.keys(made).length === 0) return null
  return {
    ...made,
    ...(hasDate(form) && { valid_from: form.from }),
    ...(form.why.trim() && { why: form.why.trim() }),
  }
}

function rhythm({ rhythm, interval }: BulkForm): BulkFields {
  if (rhythm === 'table') return { clear_override: true }
  if (rhythm === 'days') return { interval_d: Number(interval) }
  return rhythm === 'weekly' ? { times_per_week: Number(interval) } : {}
}

/** "+1.5", "−0.2" or "±0": what a week gains. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(1)
  if (text === '0.0') return '±0'
  return value > 0 ? `+${text}` : `−${text}`
}

/** Who would have more work than hours, in words; empty when nobody. */
export function overHours(reps: readonly BulkShare[]): string {
  return reps
    .filter((one) => one.rep_id && one.hours_after > one.hours_there)
    .filter((one) => one.hours_after > one.hours_before)
    .map((one) => {
      const over = Math.round((100 * (one.hours_after - one.hours_there)) / one.hours_there)
      return one.hours_there > 0 ? `${one.rep} ${over} % over the hours` : `${one.rep} has no hours`
    })
    .join(', ')
}

/** "12 accounts change, 3 are so already, 1 cannot." */
export function outcome(made: BulkPreview): string {
  const { changed, unchanged, refused } = made
  const parts = [`${changed} ${changed === 1 ? 'account changes' : 'accounts change'}`]
  if (unchanged > 0) parts.push(`${unchanged} ${unchanged === 1 ? 'is' : 'are'} so already`)
  if (refused.length > 0) parts.push(`${refused.length} cannot`)
  return `${parts.join(', ')}.`
}
