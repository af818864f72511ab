/** What a manager changed in an account's form, as the message that says only that. Pure. */

import type { AccountClass, AccountRow, Tier } from '../../wire.ts'
import type { AccountChange } from '../wire.ts'
import { drafts, read, type WindowDraft } from './season-windows.ts'

export type Rhythm = 'table' | 'days' | 'weekly'

/** The form: text as typed. */
export interface AccountForm {
  rep_id: string
  account_class: AccountClass
  why: string
  tier: Tier
  product_line: string
  rhythm: Rhythm
  interval: string
  minutes: string
  opening_hours: string
  lat: string
  lon: string
  active: boolean
  windows: WindowDraft[]
}

export function form(account: AccountRow): AccountForm {
  const { cadence } = account
  return {
    rep_id: account.rep_id ?? '',
    account_class: account.account_class,
    why: '',
    tier: account.tier,
    product_line: account.product_line ?? '',
    rhythm: cadence.overridden ? 'days' : 'table',
    interval: cadence.overridden && cadence.interval_d !== null ? String(cadence.interval_d) : '',
    minutes: String(Math.round(cadence.service_s / 60)),
    opening_hours: account.opening_hours,
    lat: account.lat === null ? '' : String(account.lat),
    lon: account.lon === null ? '' : String(account.lon),
    active: account.active,
    windows: drafts(account.windows.filter((window) => window.of === 'account')),
  }
}

export type Faults = Partial<Record<keyof AccountForm, string>>

/** What cannot be sent as it is typed. */
export function faults(now: AccountForm): Faults {
  const found: Faults = {}
  const interval = Number(now.interval)
  const most = now.rhythm === 'weekly' ? 7 : 730
  if (now.rhythm !== 'table' && !(interval >= 1 && interval <= most)) {
    found.interval = `A number from 1 to ${most}`
  }
  if (now.rhythm === 'weekly' && !Number.isInteger(interval)) found.interval = 'A whole number'
  const minutes = Number(now.minutes)
  if (!(minutes >= 1 && minutes <= 480)) found.minutes = 'From 1 to 480 minutes'
  if (!inRange(now.lat, 90)) found.lat = 'From −90 to 90, like 42.5917'
  if (!inRange(now.lon, 180)) found.lon = 'From −180 to 180, like −88.4334'
  if ((now.lat === '') !== (now.lon === '')) found.lon = 'Give both, latitude and longitude'
  if (read(now.windows) === null) found.windows = 'Each window needs two days like 1 May'
  return found
}

function inRange(text: string, most: number): boolean {
  return text.trim() === '' || Math.abs(Number(text)) <= most
}

/** Only what differs from the account; null when nothing does. */
export function change(account: AccountRow, now: AccountForm): AccountChange | null {
  const was = form(account)
  const differs = (field: keyof AccountForm) =>
    JSON.stringify(now[field]) !== JSON.stringify(was[field])
  const made: Omit<AccountChange, 'rev'> = {
    ...(differs('rep_id') && now.rep_id && { rep_id: now.rep_id }),
    ...(differs('account_class') && { account_class: now.account_class, why: now.why }),
    ...(differs('tier') && { tier: now.tier }),
    ...(differs('product_line') && { product_line: now.product_line.trim() }),
    ...((differs('rhythm') || differs('interval')) && rhythm(now)),
    ...(differs('minutes') && { service_s: Math.round(Number(now.minutes) * 60) }),
    ...(differs('opening_hours') && { opening_hours: now.opening_hours }),
    ...((differs('lat') || differs('lon')) &&
      now.lat !== '' && { lat: Number(now.lat), lon: Number(now.lon) }),
    ...(differs('active') && { active: now.active }),
    ...(differs('windows') && { windows: read(now.windows) ?? [] }),
  }
  return Object.keys(made).length > 0 ? { rev: account.rev, ...made } : null
}

function rhythm({ rhythm, interval }: AccountForm): Omit<AccountChange, 'rev'> {
  if (rhythm === 'table') return { clear_override: true }
  return rhythm === 'weekly'
    ? { times_per_week: Number(interval) }
    : { interval_d: Number(interval) }
}
