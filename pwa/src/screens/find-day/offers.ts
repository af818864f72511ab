/** What each date would cost, worded alike whoever found it: this phone or the server. */

import type { DayOffer } from '../../planner/find-day.ts'
import { isFields } from '../../wire.ts'

export interface Offer extends DayOffer {
  /** The server's sentence, where it gave one. */
  sentence: string
}

export type Shade = 'near' | 'fair' | 'far' | 'shut'

/** Green up to ten minutes of driving, yellow up to half an hour. */
const [NEAR_S, FAIR_S] = [600, 1800]

export function shade({ detour_s }: Pick<DayOffer, 'detour_s'>): Shade {
  if (detour_s === null) return 'shut'
  if (detour_s <= NEAR_S) return 'near'
  return detour_s <= FAIR_S ? 'fair' : 'far'
}

const WHY_NOT: Record<string, NonNullable<DayOffer['why_not']>> = {
  no_working_day: 'not_worked',
  closed: 'closed',
  does_not_fit_day: 'taken',
  dropped: 'dropped',
  no_location: 'no_place',
}

/** The server's answer of /api/accounts/<id>/days as offers; null for what is none. */
export function fromServer(answer: unknown): Offer[] | null {
  if (!isFields(answer) || !Array.isArray(answer.items)) return null
  return answer.items.filter(isFields).map((item) => ({
    on: String(item.on),
    detour_s: item.reason ? null : Number(item.detour_s ?? 0),
    start_s: typeof item.start_s === 'number' ? item.start_s : null,
    why_not: item.reason ? (WHY_NOT[String(item.reason)] ?? 'no_room') : null,
    sentence: typeof item.sentence === 'string' ? item.sentence : '',
  }))
}

/** The dates with the least driving, soonest first among equals: what is proposed on top. */
export function best(offers: readonly Offer[], count = 3): Offer[] {
  return offers
    .filter((offer) => offer.detour_s !== null)
    .sort((a, b) => (a.detour_s ?? 0) - (b.detour_s ?? 0) || a.on.localeCompare(b.on))
    .slice(0, count)
}
