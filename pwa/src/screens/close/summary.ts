/** What the day was, and what it leaves: pure. */

import type { Day, StopView } from '../../day.ts'

export interface DaySummary {
  made: StopView[]
  missed: StopView[]
  skipped: StopView[]
  /** Neither reported nor skipped: still to be said, or to be planned anew. */
  open: StopView[]
  extras: number
}

export function summary(day: Day): DaySummary {
  const all = [...day.stops, ...day.calls]
  const of = (...status: StopView['status'][]) => all.filter((one) => status.includes(one.status))
  return {
    made: of('made', 'phone'),
    missed: of('missed'),
    skipped: of('skipped'),
    open: of('open'),
    extras: day.extras.filter((fact) => fact.outcome !== 'missed').length,
  }
}

export interface WeekProgress {
  made: number
  planned: number
}

/** What was made of the days of a week; an extra visit is one more made and one more there. */
export function weekProgress(days: readonly Day[]): WeekProgress {
  const parts = days.map(summary)
  const extras = parts.reduce((sum, day) => sum + day.extras, 0)
  const made = parts.reduce((sum, day) => sum + day.made.length, extras)
  const planned = days.reduce((sum, day) => sum + day.stops.length + day.calls.length, extras)
  return { made, planned }
}
