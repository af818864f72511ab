/** The year as words and steps of colour. Pure. */

import { date } from '../../ui/format.ts'
import type { Flag, RepYear, YearWeek } from './wire.ts'

export const percent = (share: number | null) =>
  share === null ? '–' : `${Math.round(100 * share)} %`
export const inHours = (minutes: number) => `${Math.round(minutes / 60).toLocaleString()} h`

/** How dark a week is drawn: 0 nobody works, 1 slack to 5 overload. */
export function step(week: Pick<YearWeek, 'share' | 'flag'>): number {
  if (week.share === null) return 0
  const steps: Record<Flag, number> = {
    slack: week.share < 0.5 ? 1 : 2,
    '': 3,
    over: 4,
    overload: 5,
  }
  return steps[week.flag]
}

export const FLAG_WORDS: Record<Flag, string> = {
  overload: 'overload',
  over: 'over',
  slack: 'slack',
  '': 'fits',
}

/** "Week 23, from Mon 1 Jun: 47 h of 43 h, 110 %, over". */
export function weekWords(week: YearWeek): string {
  const hours = `${inHours(week.all_min)} of ${inHours(week.available_min)}`
  const flag = week.share === null ? 'nobody works' : FLAG_WORDS[week.flag]
  return `Week ${week.week}, from ${date(week.first)}: ${hours}, ${percent(week.share)}, ${flag}`
}

/** One sentence on a rep's year. */
export function yearWords(year: RepYear): string {
  const over = year.weeks.filter((week) => week.share !== null && week.share > 1).length
  const weeks =
    over === 0
      ? 'No week asks for too much'
      : `${over} ${over === 1 ? 'week asks' : 'weeks ask'} for too much`
  return `${percent(year.share)} of the year's hours. ${weeks}.`
}
