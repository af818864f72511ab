/** Calendar addresses that are given out, and those that are read. */

import type { Id, IsoDate } from './base.ts'

export type FeedDetail = 'full' | 'address' | 'busy'

/** What is stored with a feed and can be changed; a null `alarm_minutes` rings never. */
export interface FeedChange {
  detail: FeedDetail
  alarm_minutes: number | null
  language: 'en' | 'de'
  days_ahead: number
}

/** What is left out has a default of its kind. */
export interface FeedRequest extends Partial<FeedChange> {
  kind: FeedOut['kind']
  account_id?: Id
}

/**
 * `url`, `webcal` and `qr_svg` come once, in the answer that made the address. `reach` says who
 * can reach it; `plain` is an address without encryption.
 */
export interface FeedOut extends FeedChange {
  id: Id
  kind: 'rep' | 'team' | 'account'
  title: string
  account_id: Id | null
  created_at: string
  last_fetched_at: string | null
  last_client: string
  reach: 'public' | 'network' | 'machine' | 'plain'
  url: string | null
  webcal: string | null
  qr_svg: string | null
}

/** A rep's other calendar, without its address; `read_at` is the age of what is kept of it. */
export interface OtherCalendar {
  id: Id
  rep_id: Id
  name: string
  all_day_off: boolean
  titles: boolean
  created_at: string
  tried_at: string | null
  read_at: string | null
  /** Why the last try failed; empty when it did not. */
  problem: string
  problem_text: string
  unread: { code: 'faulty' | 'too_often'; title: string; begins: string }[]
  times: number
  state: 'waiting' | 'running' | 'done' | 'failed'
  progress: string
}

export interface OtherCalendarRequest {
  url: string
  name: string
  all_day_off: boolean
  titles: boolean
}

interface NamedAccount {
  id: Id
  name: string
}

/** A stretch of time another calendar fills; `choices` asks which account is meant. */
export interface BusyTime {
  id: Id
  calendar_id: Id
  calendar: string
  start: string
  end: string
  all_day: boolean
  title: string
  account: NamedAccount | null
  choices: NamedAccount[]
}

/** What came of a visit that a calendar links to. */
export interface Became {
  id: Id
  account_id: Id
  account: string
  rep_id: Id
  rep: string
  on: IsoDate
  start_s: number | null
  state: 'open' | 'made' | 'phone' | 'missed' | 'cancelled' | 'unreported'
  told_on: IsoDate | null
  next_id: Id | null
  next_on: IsoDate | null
  address: string
  lat: number | null
  lon: number | null
  phone: string
}
