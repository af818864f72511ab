import { localTime } from '../dates.ts'
import { ago, clock, date } from '../ui/format.ts'
import { known, t } from '../ui/t.ts'
import type { BusyTime, IsoDate, OtherCalendar } from '../wire.ts'

/** "Reading …", or how old the copy is that the plan keeps to. */
export function stateWords(calendar: OtherCalendar, now: number): string {
  if (isWorking(calendar)) return known('busy.progress', calendar.progress) ?? t('busy.waiting')
  if (!calendar.read_at) return t('busy.never')
  const when = ago(Date.parse(calendar.read_at), now)
  return t('busy.read', { when, count: calendar.times })
}

/** Why the last try failed, in the reader's language where it has the words. */
export function problemWords(calendar: OtherCalendar): string {
  if (!calendar.problem) return ''
  return known('busy.problem', calendar.problem) ?? calendar.problem_text
}

export function isWorking({ state }: OtherCalendar): boolean {
  return state === 'waiting' || state === 'running'
}

/** "Wed 6 May, 10:00–11:00", in the rep's zone; a whole day has no times. */
export function whenWords(time: BusyTime, zone: string, today: IsoDate): string {
  const start = localTime(Date.parse(time.start), zone)
  if (time.all_day) return date(start.on, today)
  const end = localTime(Date.parse(time.end), zone)
  const until = end.on === start.on ? clock(end.s) : `${date(end.on, today)} ${clock(end.s)}`
  return `${date(start.on, today)}, ${clock(start.s)}\u2013${until}`
}

/** "20260506T150000" as the calendar wrote it: its date where there is one. */
export function beginsWords(begins: string, today: IsoDate): string {
  const found = /^(\d{4})(0[1-9]|1[0-2])([0-2]\d|3[01])/.exec(begins)
  return found ? date(`${found[1]}-${found[2]}-${found[3]}`, today) : begins
}

/** The events to ask about: each series once, the earliest first. */
export function questions(times: readonly BusyTime[]): BusyTime[] {
  return times.filter((time) => time.choices.length > 0)
}
