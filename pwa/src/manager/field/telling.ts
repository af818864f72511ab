/** What reps told, in the desk's words: pure. */

import { date, money } from '../../ui/format.ts'
import { word } from '../../ui/t.ts'
import type { FeedbackRow, IsoDate } from '../../wire.ts'
import type { Report } from '../wire.ts'

const TOPICS: Readonly<Record<FeedbackRow['topic'], string>> = {
  account: 'about an account',
  route: 'about the route',
  plan: 'about the plan',
  day: 'about the day',
}

/** "Ann, Tue 5 May, about the day". */
export function saidBy(row: FeedbackRow, today: IsoDate): string {
  return [row.rep, date(row.on, today), TOPICS[row.topic] ?? ''].filter(Boolean).join(', ')
}

/** "Core to Invest". */
export function wish({ account_class, class_wanted }: Report): string {
  return `${word('class', account_class)} to ${word('class', class_wanted ?? '')}`
}

export function events(report: Report): string {
  return report.events.map((event) => word('event', event)).join(', ')
}

/** What a report says beside its outcome and note, a line each. */
export function tellings(report: Report, today: IsoDate): string[] {
  const lines = [
    report.order_value === null ? '' : `Order of ${money(report.order_value)}`,
    promised(report, today),
    classAnswer(report),
  ]
  return lines.filter(Boolean)
}

function promised({ next_step, next_step_on }: Report, today: IsoDate): string {
  const by = next_step_on ? `by ${date(next_step_on, today)}` : ''
  if (!next_step) return by && `Next step ${by}`
  return ['Promised:', next_step, by && `(${by})`].filter(Boolean).join(' ')
}

function classAnswer(report: Report): string {
  const because = report.events.length > 0 ? `: ${events(report)}` : ''
  switch (report.class_answer) {
    case 'keep':
      return `Class still right${because}`
    case 'unsure':
      return `Not sure whether the class is right${because}`
    case 'change':
      return `Wants class ${word('class', report.class_wanted ?? '')}${because}`
    default:
      return because && `Happened${because}`
  }
}

/** What a screen reader says of a picture: nobody wrote down what it shows. */
export function photoAlt(report: Report, at: number, today: IsoDate): string {
  const on = date(report.on, today)
  return `Photo ${at + 1} of ${report.photos.length} by ${report.rep}, ${on}`
}
