/** The results' numbers in words. Pure. */

import { money, number } from '../../ui/format.ts'
import type { ResultFacts, ResultFigure, ResultMetric, Results, ResultUnit } from './wire.ts'

const DASH = '–'
const SAME = 'as before'

export function figureOf(
  group: { figures: readonly ResultFigure[] },
  name: string,
): ResultFigure | null {
  return group.figures.find((figure) => figure.metric === name) ?? null
}

/** "41,200", "86 %", "+4 %", "3.5 months"; a dash where there is nothing to measure. */
export function valueWords(value: number | null, unit: ResultUnit): string {
  if (value === null) return DASH
  switch (unit) {
    case 'share':
      return `${Math.round(100 * value)} %`
    case 'change':
      return Math.round(100 * value) === 0 ? '0 %' : signed(Math.round(100 * value), ' %')
    case 'months':
      return number(value, { maximumFractionDigits: 1 })
    case 'index':
      return number(value, { maximumFractionDigits: 3 })
    default:
      return money(value).replace('-', '−')
  }
}

function signed(value: number, unit: string): string {
  if (value === 0) return SAME
  return `${value > 0 ? '+' : '−'}${number(Math.abs(value))}${unit}`
}

/** What may not be concluded from: too few visits or accounts, with their number. */
export function fewWords(figure: ResultFigure): string {
  return figure.few ? `few data (${number(figure.n, { maximumFractionDigits: 0 })})` : ''
}

/** "+12 %" against the same months a year before; points where it is a share. */
export function againstBefore(figure: ResultFigure, metric: ResultMetric): string {
  const { value, before } = figure
  if (value === null || before === null) return ''
  if (metric.unit === 'share' || metric.unit === 'change') {
    return signed(Math.round(100 * (value - before)), ' pts')
  }
  if (before <= 0) return ''
  return signed(Math.round((100 * (value - before)) / before), ' %')
}

/** Better, worse or the same as a year before, in a word: colour alone would not say it. */
export function direction(figure: ResultFigure, metric: ResultMetric): 'better' | 'worse' | '' {
  const { value, before } = figure
  if (value === null || before === null || againstBefore(figure, metric) === SAME) return ''
  return value > before === metric.higher_is_better ? 'better' : 'worse'
}

/** The heading of what each account adds, above and below the line; no second one for sums. */
export function partLabels(metric: ResultMetric): [string, string | null] {
  return PARTS[metric.name] ?? [metric.label, null]
}

const PARTS: Readonly<Record<string, [string, string | null]>> = {
  growth: ['Sales in season', 'Year before'],
  new_customers: ['First orders', null],
  new_share: ['To new accounts', 'Sales'],
  penetration: ['Bought', 'Known'],
  strike_rate: ['With an order', 'Visits'],
  sales_hour: ['Sales', 'Hours on site'],
  margin_hour: ['Margin', 'Hours on site'],
  unprofitable: ['Below cost', null],
  rhythm: ['Months between orders', null],
  top_share: ['Among the ten', 'Sales'],
  concentration: ['Squared share', null],
}

/** A part as the list shows it: hours and squares need digits that money does not. */
export function partWords(value: number, metric: ResultMetric, below: boolean): string {
  if (metric.unit === 'index') return number(value, { maximumFractionDigits: 4 })
  const hours = below && metric.unit === 'per_hour'
  const digits = hours || metric.unit === 'months' ? 1 : 0
  return number(value, { maximumFractionDigits: digits })
}

/** The screen in one sentence. */
export function summary(results: Results): string {
  const of = (name: string) => figureOf(results.total, name)
  const sales = of('sales')?.value
  if (sales == null) return 'No sales are known yet.'
  const parts = [`Sales ${money(sales)}`]
  const growth = of('growth')?.value
  if (growth != null)
    parts.push(`${valueWords(growth, 'change')} against the year before, in season`)
  const first = of('new_customers')?.value
  if (first) parts.push(`${first} first ${first === 1 ? 'order' : 'orders'}`)
  const bought = of('penetration')?.value
  if (bought != null) parts.push(`${valueWords(bought, 'share')} of the known accounts bought`)
  return `${parts.join(', ')}.`
}

/** What a reader must know before believing the numbers, as sentences. */
export function notes(facts: ResultFacts, month: (on: string) => string): string[] {
  const said: string[] = []
  if (facts.told_until) said.push(`Sales are known up to ${month(facts.told_until)}.`)
  if (facts.untimed > 0) {
    const usual = number(facts.usual_minutes, { maximumFractionDigits: 0 })
    said.push(`${facts.untimed} of ${facts.visits} visits were not timed; they count ${usual} min.`)
  }
  if (facts.margin_assumed > 0) {
    const share = valueWords(facts.margin_assumed, 'share')
    said.push(`Where no margin was imported, ${share} of the sales is assumed.`)
  } else if (facts.margin_known !== null && facts.margin_known < 1) {
    const known = valueWords(facts.margin_known, 'share')
    said.push(`The margin is known for ${known} of the sales; Settings can assume one.`)
  }
  said.push('Sales count for the rep who has the account now.')
  return said
}
