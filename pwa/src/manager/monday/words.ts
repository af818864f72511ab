/** The first screen's numbers in words, and which rows stand behind each. Pure. */

import type { ListName, Monday, MondayItem, MondayRep, MondayWeek } from './wire.ts'

export type Query = Readonly<Record<string, string>>

export interface Behind {
  title: string
  /** What the rows add up to, as it stands above. */
  total: string
  items: readonly MondayItem[]
}

const TITLES: Readonly<Record<ListName, string>> = {
  required: 'Required in four weeks',
  overdue: 'Overdue accounts',
  unreported: 'Reports not yet sent',
}

/** The rows of the number an address names; null without one. */
export function behind(data: Monday, query: Query): Behind | null {
  const name = query.list as ListName | undefined
  if (!name) return null
  const one = data.decisions.find((found) => found.key === name)
  if (one) return { title: one.title, total: counted(one.items.length), items: one.items }
  if (!(name in TITLES)) return null
  const items = data.lists[name].filter(
    (item) =>
      (!query.rep || item.rep_id === query.rep) &&
      (!query.class || item.account_class === query.class),
  )
  const whose = data.reps.find((rep) => rep.rep_id === query.rep)?.rep
  const title = [TITLES[name], query.class && `only ${query.class}`, whose]
    .filter(Boolean)
    .join(', ')
  return { title, total: totalWords(name, items), items }
}

function totalWords(name: ListName, items: readonly MondayItem[]): string {
  const adds = items.reduce((sum, one) => sum + one.adds, 0)
  if (name === 'overdue') return `${counted(items.length)}, overdue value ${rounded(adds)}`
  if (name === 'unreported') return counted(items.length, 'visit')
  const of = items.reduce((sum, one) => sum + one.of, 0)
  const share = of > 0 ? `: ${percent(adds / of)}` : ''
  return `${counted(items.length)}, ${rounded(adds)} made of ${rounded(of)} required${share}`
}

function counted(count: number, noun = 'account'): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`
}

export const percent = (share: number | null) =>
  share === null ? '–' : `${Math.round(100 * share)} %`

export function rounded(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '')
}

/** "+3", "−4", "as before"; empty where one of the two is not known. */
export function changeWords(now: number | null, before: number | null): string {
  if (now === null || before === null) return ''
  const points = Math.round(100 * now) - Math.round(100 * before)
  if (points === 0) return 'as before'
  return points > 0 ? `+${points}` : `−${-points}`
}

/** What the strip shows, for who does not see it. */
export function stripWords(rep: MondayRep): string {
  const over = rep.weeks.filter((week) => (week.share ?? 0) > 1)
  if (rep.share === null) return `${rep.rep}: nobody works in these weeks.`
  const said = `${rep.rep}: ${percent(rep.share)} of the hours of 13 weeks are asked for`
  if (over.length === 0) return `${said}; no week is over.`
  const worst = Math.max(...over.map((week) => week.share ?? 0))
  const weeks = over.length === 1 ? 'one week is' : `${over.length} weeks are`
  return `${said}; ${weeks} over, the worst at ${percent(worst)}.`
}

export const hours = (minutes: number) => `${Math.round(minutes / 60)} h`

/** A week's bar: how high, of a strip that ends at one and a half times the hours there. */
export function barHeight({ share }: MondayWeek, height: number): number {
  return Math.round((Math.min(share ?? 0, 1.5) / 1.5) * height)
}
