/** The board's numbers in words. Pure. */

import type { Coverage, CoverageGroup, Figure, Metric } from '../wire.ts'
import type { Board, Cause } from './wire.ts'

/** Big figures first, as a manager asks: how well, and what does it cost to leave it so. */
export const LEADING: readonly string[] = ['attainment', 'overdue_value']

const ORDER: readonly string[] = [
  ...LEADING,
  'coverage',
  'on_time',
  'overdue_share',
  'adherence',
  'excused',
  'unexcused',
  'reach',
  'over_service',
  'overdue_median_days',
  'overdue_p90_days',
  'ramp_completion',
  'season_missed',
  'call_rate',
  'travel_to_face',
  're_evaluation',
  'prospecting_share',
  'focus',
]

/** The metrics of a table, few enough to be read side by side. */
export const FAMILIES = {
  visits: [
    'attainment',
    'overdue_value',
    'coverage',
    'on_time',
    'overdue_share',
    'adherence',
    'reach',
    'over_service',
  ],
  late: [
    'overdue_share',
    'overdue_median_days',
    'overdue_p90_days',
    'excused',
    'unexcused',
    'ramp_completion',
    'season_missed',
  ],
  time: ['call_rate', 'travel_to_face', 're_evaluation', 'prospecting_share', 'focus'],
} as const
export type Family = keyof typeof FAMILIES

/** In the order they are read; one a newer server adds stands last. */
export function inOrder(metrics: readonly Metric[]): Metric[] {
  const place = (metric: Metric) => ORDER.indexOf(metric.name) + 1 || ORDER.length + 1
  return [...metrics].sort((a, b) => place(a) - place(b))
}

/** Fewer than this in the denominator, and the share is shown with its interval. */
const FEW = 30
/** Changes smaller than this are noise of rounding. */
const SAME = 0.005

export function figureOf(group: CoverageGroup, metric: string): Figure | null {
  return group.figures.find((figure) => figure.metric === metric) ?? null
}

/** "86 %", "41.2", "12 days"; a dash where there is nothing to measure. */
export function valueWords(value: number | null, unit: Metric['unit']): string {
  if (value === null) return '\u2013'
  if (unit === 'share') return `${Math.round(100 * value)} %`
  if (unit === 'days') return `${rounded(value)} d`
  if (unit === 'ratio') return value < 10 ? value.toFixed(2) : rounded(value)
  return rounded(value)
}

/** The big figures with a digit more: one visit of hundreds must be seen to move them. */
export function exactWords(value: number | null, unit: Metric['unit']): string {
  return value !== null && unit === 'share'
    ? `${(100 * value).toFixed(1)} %`
    : valueWords(value, unit)
}

/** At most one digit after the point, and none where it would be 0. */
export function rounded(value: number): string {
  const text = value >= 100 ? value.toFixed(0) : value.toFixed(1)
  return text.replace(/\.0$/, '')
}

/** "43.5 of 50"; of sums and medians there is no whole to be a part of. */
export function partWords(figure: Figure, unit: Metric['unit']): string {
  const { value, numerator, denominator } = figure
  if (
    (unit !== 'share' && unit !== 'ratio') ||
    value === null ||
    numerator === null ||
    denominator === null
  )
    return ''
  return `${rounded(numerator)} ${unit === 'ratio' ? 'to' : 'of'} ${rounded(denominator)}`
}

/** "few: 52\u201395 %": how far the share may be from what it would be with more to count. */
export function intervalWords(figure: Figure, unit: Metric['unit']): string {
  const { low, high, denominator } = figure
  if (unit !== 'share' || low == null || high == null || (denominator ?? 0) >= FEW) return ''
  return `few: ${Math.round(100 * low)}\u2013${Math.round(100 * high)} %`
}

/**
 * Who may be ranked by a metric, in words. Only pairs whose intervals do not overlap say anything:
 * of all others chance may have made the order.
 */
export function rankWords(metric: Metric, board: Board, name: (key: string) => string): string {
  const known = board.groups.filter((group) => figureOf(group, metric.name)?.low != null)
  if (known.length < 2) return ''
  const pairs = board.apart.filter((one) => one.metric === metric.name)
  if (pairs.length === 0) return `${metric.label}: no ranking, the intervals overlap.`
  const behind = new Map<string, string[]>()
  for (const { better, worse } of pairs) {
    behind.set(better, [...(behind.get(better) ?? []), name(worse)])
  }
  const said = [...behind].map(([better, worse]) => `${name(better)} before ${listed(worse)}`)
  const all = pairs.length === (known.length * (known.length - 1)) / 2
  return `${metric.label}: ${said.join('; ')}${all ? '' : '; between the others the intervals overlap'}.`
}

function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.length} others`
  return names.join(', ')
}

export interface Trend {
  direction: 'better' | 'worse' | 'same'
  text: string
}

/** How the figure stands to the period before; null where one of the two has no value. */
export function trend(figure: Figure, metric: Metric): Trend | null {
  if (figure.value === null || figure.before == null) return null
  const change = figure.value - figure.before
  if (Math.abs(change) < SAME * (metric.unit === 'share' ? 1 : Math.max(1, figure.before))) {
    return { direction: 'same', text: 'as before' }
  }
  const better = change > 0 === metric.higher_is_better
  const size = sizeWords(change, metric.unit)
  return {
    direction: better ? 'better' : 'worse',
    text: `${change > 0 ? '+' : '\u2212'}${size}`,
  }
}

function sizeWords(change: number, unit: Metric['unit']): string {
  if (unit === 'share') return `${points(change)} pts`
  return unit === 'ratio' ? Math.abs(change).toFixed(2) : rounded(Math.abs(change))
}

function points(change: number): string {
  return rounded(Math.abs(100 * change))
}

/** Good, or not good, or not said: the server's own limit, as "at least 0.85", decides. */
export function isGood(figure: Figure, metric: Metric): boolean | null {
  const limit = /-?\d+(\.\d+)?/.exec(metric.good)
  if (!limit || figure.value === null) return null
  const bound = Number(limit[0]) / (metric.good.includes('%') ? 100 : 1)
  return metric.higher_is_better ? figure.value >= bound : figure.value <= bound
}

/** What a number that is not good should be: "aim ≥ 85 %". */
export function aimWords(metric: Metric): string {
  const sign = metric.higher_is_better ? '≥' : '≤'
  const limit = metric.good.replace(/^at (least|most) /, '').replace('%', '\u00a0%')
  return `aim ${sign}\u00a0${limit}`
}

interface Plan {
  rep: string
  age_h: number
}

/** The board in one sentence: how well, what is late, and how old the oldest plan is. */
export function sentence(board: Coverage, overdue: number | null, oldest: Plan | null): string {
  const attained = figureOf(board.total, 'attainment')
  const parts = [
    attained?.value == null
      ? 'Nothing was required in these dates'
      : `Attainment ${valueWords(attained.value, 'share')}`,
  ]
  if (overdue !== null) parts.push(accounts(overdue))
  if (oldest) parts.push(`${oldest.rep}'s plan is ${age(oldest.age_h)} old`)
  return `${parts.join(', ')}.`
}

function accounts(overdue: number): string {
  if (overdue === 0) return 'no account overdue'
  return `${overdue} ${overdue === 1 ? 'account' : 'accounts'} overdue`
}

export function age(hours: number): string {
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))} min`
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`
}

/** Why an overdue account waits, and so what may be done. */
export const CAUSES: Readonly<Record<Cause, string>> = {
  nobody: 'Nobody’s account',
  no_place: 'No place known',
  no_plan: 'Rep follows no plan',
  planned: 'Planned on a date',
  displaced: 'No room in the hours',
  left_out: 'Left out of the plan',
  missed: 'Visits missed',
  not_planned: 'Not planned yet',
}
