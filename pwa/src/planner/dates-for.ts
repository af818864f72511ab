/** The dates an account could have a visit on, as far as they are planned on this phone. */

import { addDays, weekday } from '../dates.ts'
import { type Base, type Day, day, type View } from '../day.ts'
import type { AccountRow, DayRow, IsoDate } from '../wire.ts'
import { candidate, hoursOn } from './candidates.ts'
import type { Tried } from './find-day.ts'
import { type KnownDay, known } from './known-day.ts'

/** Which account, from which date on, and the date whose visit is moved, if any. */
export interface Asked {
  account: AccountRow
  first: IsoDate
  moving: IsoDate | null
  zone: string
  /** The clock of the first date; later ones begin as planned. */
  now_s: number
}

/** Returns every date up to the last one planned: with its problem, or why there is no use in it. */
export function datesFor(base: Base, view: View, asked: Asked): Tried[] {
  const last = [...base.days.keys()].sort().at(-1) ?? ''
  const dates: Tried[] = []
  for (let on = asked.first; on <= last; on = addDays(on, 1))
    dates.push(tried(base, view, asked, on))
  return dates
}

function tried(base: Base, view: View, asked: Asked, on: IsoDate): Tried {
  const { account } = asked
  const frame = base.days.get(on)
  if (!frame) return { on, why_not: base.me?.week[weekday(on)] ? 'not_planned' : 'not_worked' }
  if (isLeftAlone(base, account, on)) return { on, why_not: 'dropped' }
  if (hoursOn(account, on).length === 0) return { on, why_not: 'closed' }
  const whole = day(base, view, on, asked.zone)
  const isTheirs = (stop: Day['stops'][number]) => stop.visit.account_id === account.id
  const taken = [...whole.stops, ...whole.calls].some(isTheirs) && on !== asked.moving
  if (taken) return { on, why_not: 'taken' }
  const without = (stops: Day['stops']) => stops.filter((stop) => !isTheirs(stop))
  const rest = { ...whole, stops: without(whole.stops), calls: without(whole.calls) }
  const now = on === asked.first ? { now_s: asked.now_s } : {}
  return offer(account, { day: rest, frame, me: base.me, ...now }, frame)
}

function offer(account: AccountRow, of: KnownDay, frame: DayRow): Tried {
  const { on } = of.day
  if (account.cadence.channel === 'phone') {
    const { problem } = known(of)
    const needed = problem.calls_s + account.cadence.service_s
    return { on, call_fits: frame.home_s + needed <= problem.allows.hours[1] }
  }
  const one = candidate(account, on)
  if (!one) return { on, why_not: 'no_place' }
  const { problem, wanted } = known(of, [one])
  return wanted[0] ? { on, problem, wanted: wanted[0] } : { on, why_not: 'no_place' }
}

/** A rep or customer said: not on this date. */
function isLeftAlone({ wishes }: Base, { id }: AccountRow, on: IsoDate): boolean {
  return [...wishes.values()].some(
    (wish) =>
      wish.account_id === id &&
      wish.on === on &&
      wish.kind !== 'pin' &&
      !wish.withdrawn &&
      wish.answer !== 'refused',
  )
}
