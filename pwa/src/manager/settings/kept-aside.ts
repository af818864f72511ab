/** What lost phones sent, in words: pure, for the card on the desk. */

import { date } from '../../ui/format.ts'
import type { KeptAside } from '../wire.ts'

const KINDS: Record<string, string> = {
  report: 'Report',
  check_in: 'Check-in',
  prospect: 'New prospect',
  correct: 'Correction',
  feedback: 'Word to the manager',
  drop: 'Skip',
  pin: 'Held to a date',
  withdraw: 'Taken back',
}
const OUTCOMES: Record<string, string> = {
  made: 'visit made',
  phone: 'by phone',
  missed: 'missed',
}

/** "From a lost phone: 3 reports"; other things are named as such. */
export function title(items: readonly KeptAside[]): string {
  const reports = items.every((row) => row.kind === 'report')
  const [one, many] = reports ? ['report', 'reports'] : ['thing', 'things']
  return `From a lost phone: ${items.length} ${items.length === 1 ? one : many}`
}

/** What it says, as far as it can be read: the phone of a thief may send anything. */
export function described(row: KeptAside): string {
  const isDate = /^\d{4}-\d\d-\d\d$/.test(row.on) && !Number.isNaN(Date.parse(row.on))
  const on = isDate ? date(row.on) : ''
  const kind = KINDS[row.kind] ?? 'Something unknown'
  return [kind, on, OUTCOMES[row.outcome] ?? '', row.note].filter(Boolean).join(' \u00b7 ')
}
