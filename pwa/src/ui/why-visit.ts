/** Why a visit is planned, in one line. The first screen says it, so this file stays small. */

import type { IsoDate, Span, VisitRow } from '../wire.ts'
import { clock, fromToday, sentence } from './format.ts'
import { known, t } from './t.ts'

const NOON_S = 12 * 3600

/** "Due 3 days ago; only open mornings". Rows of an older server have a sentence alone. */
export function whyVisit(visit: VisitRow, today: IsoDate): string {
  const said = visit.reason ? known('planned', visit.reason, valuesOf(visit, today)) : null
  if (said === null) return sentence(visit.why)
  return sentence([said, openWords(visit.windows)].filter(Boolean).join('; '))
}

function valuesOf({ figures, start_s }: VisitRow, today: IsoDate) {
  const { due, window } = figures ?? {}
  return {
    when: due ? fromToday(String(due), today) : '',
    time: String(window ?? clock(start_s)).replace('-', '\u2013'),
  }
}

/** What narrows the day: hours on one side of noon only. */
function openWords(windows: readonly Span[]): string {
  const first = windows[0]?.[0] ?? 0
  const last = windows.at(-1)?.[1] ?? Infinity
  if (last <= NOON_S + 3600) return t('open.mornings')
  if (first >= NOON_S + 5 * 3600) return t('open.evenings')
  return first >= NOON_S ? t('open.afternoons') : ''
}
