/** What the codes of a row mean, in a person's words. */

import type { Cadence, Due, Season } from '../wire.ts'
import { date, duration } from './format.ts'
import type { Tone } from './pieces.tsx'
import { t, word } from './t.ts'

export { classWords } from './class-words.ts'

export function dueWords(due: Due): string {
  if (due.state === 'overdue' && due.days !== 0) {
    return t('due.overdue_days', { count: Math.abs(due.days) })
  }
  return word('due', due.state)
}

export function dueTone(due: Due): Tone {
  if (due.state === 'overdue') return 'bad'
  if (due.state === 'due') return 'warn'
  return due.state === 'open' ? 'accent' : 'plain'
}

export function seasonWords(season: Season, today: string): string {
  const state = word('season', season.state)
  if (season.opens) return t('season.opens', { state, date: date(season.opens, today) })
  if (season.until) return t('season.until', { state, date: date(season.until, today) })
  return state
}

/** "every 2 weeks, 30 min on site"; whole weeks are said as weeks. */
export function cadenceWords(cadence: Cadence): string {
  if (cadence.interval_d === null) return t('why.cadence_none')
  const interval = intervalWords(cadence.interval_d)
  const key = cadence.overridden ? 'why.cadence_own' : 'why.cadence_value'
  return t(key, { interval, minutes: duration(cadence.service_s) })
}

export function intervalWords(days: number): string {
  const rounded = Math.round(days * 10) / 10
  const aWeek = 7 / days
  if (days > 1 && days < 7 && Number.isInteger(aWeek)) {
    return t('interval.a_week', { count: aWeek })
  }
  if (rounded % 7 === 0) return t('interval.weeks', { count: rounded / 7 })
  return t('interval.days', { count: rounded })
}
