/** What class changes do to reps' weeks, in words and sums: pure. */

import type { Demand, Proposal, RepLoad } from './wire.ts'

export interface Week {
  rep: string
  before: Demand
  after: Demand
  capacity_min: number
}

/** The week of each rep whom one of the proposals concerns, before and after all of them. */
export function weeks(chosen: readonly Proposal[], reps: readonly RepLoad[]): Week[] {
  return reps
    .map((rep) => ({ rep, mine: chosen.filter((one) => one.rep_id === rep.rep_id) }))
    .filter(({ mine }) => mine.length > 0)
    .map(({ rep, mine }) => ({
      rep: rep.rep,
      before: { visits: rep.visits, minutes: rep.minutes },
      after: {
        visits: rep.visits + gained(mine, 'visits'),
        minutes: rep.minutes + gained(mine, 'minutes'),
      },
      capacity_min: rep.capacity_min,
    }))
}

export function gained(chosen: readonly Proposal[], what: keyof Demand): number {
  return chosen.reduce((sum, one) => sum + one.after[what] - one.before[what], 0)
}

export function hours(minutes: number): string {
  return (minutes / 60).toFixed(1)
}

export function whole(value: number): string {
  return String(Math.round(value))
}

/** With its sign, so that more and less are told apart without a colour. */
export function signed(value: number, shown: (value: number) => string): string {
  const text = shown(Math.abs(value))
  if (Number(text) === 0) return text
  return value > 0 ? `+${text}` : `−${text}`
}

/** Which share of the hours there is needed; a dash for a rep without working hours. */
export function share(minutes: number, capacity_min: number): string {
  return capacity_min > 0 ? `${Math.round((100 * minutes) / capacity_min)} %` : '–'
}

/** "Ann: 31.2 h to 33.0 h a week, 78 % to 82 % of the hours there; +42 visits a year." */
export function weekWords({ rep, before, after, capacity_min }: Week): string {
  const [from, to] = [share(before.minutes, capacity_min), share(after.minutes, capacity_min)]
  const visits = signed(after.visits - before.visits, whole)
  return `${rep}: ${hours(before.minutes)} h to ${hours(after.minutes)} h a week, ${from} to ${to} of the hours there; ${visits} visits a year.`
}
