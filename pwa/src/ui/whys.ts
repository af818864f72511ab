/**
 * The server's reasons in the person's language, each in one line: from its codes and figures.
 *
 * A code this phone does not know yet, or a row without one, is said in the server's own English.
 * `docs/problem-format.md` says which figures a code has.
 */

import type {
  AccountRow,
  Change,
  Figures,
  IsoDate,
  SyncResult,
  Unplanned,
  WishRow,
} from '../wire.ts'
import { date, duration, fromToday, list, sentence } from './format.ts'
import { known, t, word } from './t.ts'
import { intervalWords } from './words.ts'

export { whyVisit } from './why-visit.ts'

/** When the account is due next, and by what rule: "Due tomorrow; every 2 weeks; last visit ...". */
export function whyDue(account: AccountRow, today: IsoDate): string {
  const { reason, why } = account.due
  if (!reason || !(reason in DUE)) return sentence(why)
  return sentence(DUE[reason](account, today).filter(Boolean).join('; '))
}

type DueWords = (account: AccountRow, today: IsoDate) => string[]

const DUE: Record<NonNullable<AccountRow['due']['reason']>, DueWords> = {
  cadence: (account, today) => {
    const due = account.due.figures?.due
    const when = due
      ? t('due_why.due', { when: fromToday(String(due), today) })
      : t('due_why.never')
    return [when, ...rule(account, today)]
  },
  ramp: ({ due: { figures } }, today) => [
    t('due_why.ramp', { ...figures, date: day(figures, 'opens', today) }),
  ],
  not_before: (account, today) => [
    t('due_why.not_before', { date: day(account.due.figures, 'not_before', today) }),
    ...rule(account, today),
  ],
  off_season: ({ due: { figures } }, today) => {
    const opens = day(figures, 'opens', today)
    const ramp = day(figures, 'ramp', today)
    return [
      opens ? t('due_why.off_until', { date: opens }) : t('due_why.off_season'),
      ramp && t('due_why.ramp_from', { date: ramp }),
    ]
  },
  no_cadence: () => [t('due_why.no_cadence')],
  first_touch: ({ due: { figures } }, today) => [
    t('due_why.first_touch', { date: day(figures, 'by', today) }),
  ],
}

function rule({ cadence, last_visit }: AccountRow, today: IsoDate): string[] {
  return [
    cadence.interval_d === null ? '' : intervalWords(cadence.interval_d),
    last_visit ? t('due_why.last', { date: date(last_visit, today) }) : t('due_why.no_last'),
  ]
}

function day(figures: Figures | undefined, name: string, today: IsoDate): string {
  const on = figures?.[name]
  return on ? date(String(on), today) : ''
}

// --- what has no day ---------------------------------------------------------------------------

type Named = (id: string) => string | undefined

/** Why what is due has no day: "Not enough hours (needs 45 min, 20 min left)". */
export function whyNot(unplanned: Unplanned, today: IsoDate, nameOf: Named): string {
  const text = known('reason', unplanned.reason)
  if (text === null) return unplanned.sentence
  const parts = Object.entries(unplanned.figures ?? {})
    .map(([name, value]) => FIGURES[name]?.(value, today, nameOf) ?? '')
    .filter(Boolean)
  return parts.length > 0 ? `${text} (${parts.join(', ')})` : text
}

type FigureWords = (value: number | string, today: IsoDate, nameOf: Named) => string

/** Figures a rep can do something with; what the planner weighs inside is left out. */
const FIGURES: Record<string, FigureWords> = {
  hours_needed: (value) => t('figure.needs', { value: duration(Number(value) * 3600) }),
  hours_there: (value) => t('figure.left', { value: duration(Number(value) * 3600) }),
  minutes_needed: (value) => t('figure.needs', { value: duration(Number(value) * 60) }),
  minutes_there: (value) => t('figure.there', { value: duration(Number(value) * 60) }),
  detour_s: (value) => t('figure.detour', { value: duration(Number(value)) }),
  on: (value, today) => t('figure.on', { value: date(String(value), today) }),
  by: (value, _, nameOf) => {
    const names = String(value).split(' ').map(nameOf)
    return names.every((name) => name !== undefined) ? t('figure.by', { value: list(names) }) : ''
  },
  kept_free: (value) => t('figure.kept_free', { value }),
  why: (value) => String(value),
}

// --- what changed, what was wished, what was refused ---------------------------------------------

/** Why a visit is elsewhere than before: "Shorter driving". */
export function changeWords({ reason, sentence: said }: Change): string {
  return sentence(known('cause', reason) ?? said)
}

/** What the plan answered to a wish. */
export function wishWords(wish: WishRow, today: IsoDate): string {
  const code = wish.answer === 'waiting' ? 'waiting' : wish.answer_code
  const on = wish.answer_on ? date(wish.answer_on, today) : ''
  return (code && known('wish', code, { date: on })) || wish.answer_text
}

/** Why the server refused a fact or wish, and what to do. */
export function refusedWords({ code, text }: Pick<SyncResult, 'code' | 'text'>): string {
  return known('code', code ?? '') ?? (text || word('code', code ?? ''))
}
