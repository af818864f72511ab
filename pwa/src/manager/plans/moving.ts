/** What moving a visit to a date would cost, in words and signs. Pure. */

import { date, duration } from '../../ui/format.ts'
import type { IsoDate } from '../../wire.ts'
import type { DayOffer } from './wire.ts'

export interface Cost {
  /** `home`: where the visit stands; `no`: the date cannot have it, `text` says why. */
  kind: 'home' | 'less' | 'same' | 'more' | 'no'
  text: string
}

/** Less than so much more or less driving is the same. */
const SAME_S = 60

/**
 * What a date would cost beside where the visit stands now.
 *
 * Null while nobody has said; once `asked`, a date without an offer is over or not planned.
 */
export function cost(
  offers: readonly DayOffer[],
  from: IsoDate,
  on: IsoDate,
  asked: boolean,
): Cost | null {
  if (on === from) return { kind: 'home', text: 'planned here' }
  const offer = offers.find((one) => one.on === on)
  if (!offer) return asked ? { kind: 'no', text: 'over, or not planned yet' } : null
  if (offer.reason !== null || offer.detour_s === null) {
    return { kind: 'no', text: offer.sentence || 'No room that day' }
  }
  const stands = offers.find((one) => one.on === from)?.detour_s ?? 0
  return inWords(offer.detour_s - stands)
}

function inWords(more_s: number): Cost {
  if (Math.abs(more_s) < SAME_S) return { kind: 'same', text: 'no more driving' }
  const kind = more_s > 0 ? 'more' : 'less'
  return { kind, text: `${duration(Math.abs(more_s))} ${kind} driving` }
}

/** What is said once something asked was taken back: it asks for no date, so the plan decides. */
export const TAKEN_BACK =
  'Taken back: the next plan is free to choose the day, it need not be the one before. Move the visit to hold it to a day.'

/** What is said once a visit was moved. */
export function movedWords(account: string, on: IsoDate): string {
  return `${account} is held to ${date(on)}. A new plan is being made.`
}
