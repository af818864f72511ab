/** Seasons in sentences. Pure. */

import { number } from '../../ui/format.ts'
import type { SeasonOf } from '../../wire.ts'
import type {
  Effect,
  PlainWindow,
  Ramp,
  RampAccount,
  RampGroup,
  RequiredWeek,
  Suggestion,
} from './wire.ts'

export const KINDS: readonly (readonly [SeasonOf, string])[] = [
  ['account', 'Account'],
  ['town', 'Town'],
  ['segment', 'Segment'],
  ['product_line', 'Product line'],
  ['territory', 'Territory'],
]

export function kindWord(of: SeasonOf): string {
  return KINDS.find(([kind]) => kind === of)?.[1] ?? of
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`
}

/** "12 accounts follow; 3 have more specific windows; 2 of other teams follow too." */
export function followersSentence({ governed, replaced, overruled, elsewhere }: Effect): string {
  const parts = [`${counted(governed, 'account')} ${governed === 1 ? 'follows' : 'follow'}`]
  if (replaced > 0) {
    parts.push(`${counted(replaced, 'leaves', 'leave')} windows that are less specific`)
  }
  if (overruled > 0) {
    parts.push(`${counted(overruled, 'has', 'have')} windows that are more specific`)
  }
  if (elsewhere > 0) {
    parts.push(`${number(elsewhere)} of other teams ${elsewhere === 1 ? 'does' : 'do'} so too`)
  }
  return `${parts.join('; ')}.`
}

export function visitsSentence(weeks: readonly RequiredWeek[]): string {
  const sum = (of: 'before' | 'after') => weeks.reduce((total, week) => total + week[of], 0)
  const mean = (of: 'before' | 'after') =>
    number(weeks.length ? sum(of) / weeks.length : 0, { maximumFractionDigits: 1 })
  return `Required visits a week, over the next ${weeks.length} weeks: ${mean('before')} → ${mean('after')}.`
}

const VERDICTS: Readonly<Record<Suggestion['verdict'], string>> = {
  season: 'season',
  busy: 'busy stretch',
  all_year: 'sells all year',
  scattered: 'no clear season',
  no_evidence: 'no evidence',
  too_few: 'not enough evidence',
  too_short: 'not enough evidence',
}

export const verdictWord = (one: Suggestion) => VERDICTS[one.verdict]

export const isSuggested = (one: Suggestion) => one.windows.length > 0

const OUTCOMES: Readonly<Record<RampAccount['outcome'], string>> = {
  ahead: 'ramp to come',
  ramp: 'in its ramp',
  complete: 'ramp complete',
  missed: 'ramp missed',
}

export const outcomeWord = (one: RampAccount) => OUTCOMES[one.outcome]

const ORDERS: Readonly<Record<RampAccount['order'], string>> = {
  '': '',
  none_yet: 'no order yet',
  after: 'ordered after the first touch',
  same_month: 'ordered in the month of the first touch',
  before: 'bought before the first touch',
  no_touch: 'bought, and nobody came',
}

/** "bought before the first touch, 1 month earlier". */
export function orderWords(one: RampAccount): string {
  const months = Math.abs(one.lag_months ?? 0)
  if (months === 0) return ORDERS[one.order]
  const side = one.order === 'before' ? 'earlier' : 'later'
  return `${ORDERS[one.order]}, ${counted(months, 'month')} ${side}`
}

export function sums(groups: readonly RampGroup[]) {
  const add = (of: (group: RampGroup) => number) => groups.reduce((sum, one) => sum + of(one), 0)
  return {
    accounts: add((one) => one.accounts.length),
    wanted: add((one) => one.wanted),
    done: add((one) => one.done),
    planned: add((one) => one.planned),
    missing: add((one) => one.missing),
  }
}

export const groupName = (one: RampGroup) =>
  [one.town, one.segment].filter(Boolean).join(', ') || 'Accounts without a town'

/** What a set of windows is called over its editor. */
export function followLead({ of, windows }: { of: SeasonOf; windows: readonly unknown[] }): string {
  return `${kindWord(of)} with ${windows.length === 0 ? 'no windows' : counted(windows.length, 'window')}`
}

/** How many touches are wanted, and from when on. */
export function rampLead({ days, touches }: Pick<Ramp, 'days' | 'touches'>): string {
  if (touches === 0 || days === 0) return 'No visits are wanted before an account opens.'
  return `${counted(touches, 'touch is', 'touches are')} wanted in the ${counted(days, 'day')} before an account opens.`
}

/** Whether the windows in force are the suggested ones to the day. */
export function isAsSuggested({ windows, current }: Pick<Suggestion, 'windows' | 'current'>) {
  const said = (all: readonly PlainWindow[]) =>
    all
      .map((one) => `${one.state} ${one.start} ${one.end}`)
      .sort()
      .join()
  return said(windows) === said(current)
}
