/** Goals in words: their numbers, where they stand, the form as typed. Pure. */

import { addDays } from '../../dates.ts'
import { money, number } from '../../ui/format.ts'
import type { IsoDate } from '../../wire.ts'
import type { Goal, GoalBy, GoalMeasure, GoalRequest, GoalState } from './wire.ts'

/** Shares and changes are typed and shown in per cent. */
export const isPercent = (unit: string) => unit === 'share' || unit === 'change'

export function valueWords(value: number | null, unit: string): string {
  if (value === null) return '–'
  if (isPercent(unit)) return `${number(100 * value, { maximumFractionDigits: 1 })} %`
  if (unit === 'money' || unit === 'per_hour') return money(value)
  if (unit === 'days') return `${number(value, { maximumFractionDigits: 1 })} d`
  return number(value, { maximumFractionDigits: unit === 'index' ? 3 : 1 })
}

export const STATES: Readonly<Record<GoalState, string>> = {
  not_started: 'not begun',
  unknown: 'nothing to measure yet',
  met: 'reached',
  missed: 'missed',
  ahead: 'ahead',
  on_pace: 'on pace',
  behind: 'behind',
}

export function tone(state: GoalState): 'ok' | 'warn' | 'bad' | 'plain' {
  if (state === 'met' || state === 'ahead') return 'ok'
  if (state === 'behind') return 'warn'
  return state === 'missed' ? 'bad' : 'plain'
}

export interface GoalForm {
  name: string
  metric: string
  target: string
  by: GoalBy
  key: string
  first: IsoDate
  last: IsoDate
}

/** A new goal: from the next first of a month for a quarter, which suits sales and visits alike. */
export function newForm(today: IsoDate): GoalForm {
  const first = today.endsWith('-01') ? today : firstAfter(today, 1)
  const last = addDays(firstAfter(first, 3), -1)
  return { name: '', metric: '', target: '', by: 'all', key: '', first, last }
}

function firstAfter(on: IsoDate, months: number): IsoDate {
  const [year = 0, month = 1] = on.split('-').map(Number)
  const all = year * 12 + month - 1 + months
  return `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, '0')}-01`
}

export function formOf(goal: Goal, unit: string): GoalForm {
  const { name, metric, by, key, first, last } = goal
  const shown = isPercent(unit) ? 100 * goal.target : goal.target
  return { name, metric, by, key, first, last, target: String(Math.round(shown * 1e6) / 1e6) }
}

/** What is sent; an empty field is sent as missing, and the server says what it lacks. */
export function requestOf(form: GoalForm, measure: GoalMeasure | null): GoalRequest {
  const typed = form.target.trim() === '' ? null : Number(form.target)
  const target = typed === null || Number.isNaN(typed) ? null : typed
  const percent = measure !== null && isPercent(measure.unit)
  return {
    ...form,
    key: form.by === 'all' ? '' : form.key,
    target: target !== null && percent ? target / 100 : target,
    first: form.first || null,
    last: form.last || null,
  }
}

/** The list behind a goal's number: on the board or among the results, with the goal's dates. */
export function listQuery(goal: Goal, measure: GoalMeasure, today: IsoDate) {
  const last = goal.last < today ? goal.last : today
  const of = goal.by === 'all' ? null : goal.by
  const key = goal.by === 'all' ? null : goal.key
  if (measure.source === 'board') {
    return { period: 'custom', first: goal.first, last, metric: goal.metric, of, by: of, key }
  }
  const months = { months: 'custom', from: goal.first.slice(0, 7), to: last.slice(0, 7) }
  return { ...months, result: goal.metric, of, by: of, key }
}

/** Where on its way from the baseline to the target a value stands, 0 to 1, for a bar. */
export function share(goal: Goal, value: number | null, measure: GoalMeasure): number {
  const start = measure.adds_up ? 0 : (goal.baseline ?? 0)
  const way = goal.target - start
  if (value === null || way === 0) return 0
  return Math.min(1, Math.max(0, (value - start) / way))
}

/** Whether there is a way to draw: a target that the start had already passed has none. */
export function hasWay(goal: Goal, measure: GoalMeasure): boolean {
  if (measure.adds_up) return goal.target > 0
  return goal.baseline !== null && goal.target > goal.baseline === measure.higher
}
