import { addDays, daysBetween } from '../../dates.ts'
import type { Day } from '../../day.ts'
import * as phone from '../../phone.ts'
import { hash } from '../../router.ts'
import { date, duration } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { SectionTitle } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'
import type { IsoDate } from '../../wire.ts'

const WEEKS = 4

/** Four weeks at a glance: how much each day holds and who; a tap opens the day. */
export function Agenda({ first, onOpen }: { first: IsoDate; onOpen: () => void }) {
  const weeks = Array.from({ length: WEEKS }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => phone.dayOn(addDays(first, week * 7 + day))),
  )
  return (
    <>
      {weeks.map((days) => (
        <section key={days[0]?.on}>
          <SectionTitle>{weekTitle(days)}</SectionTitle>
          <ol class="card list">
            {days.filter(isWorthALine).map((day) => (
              <li key={day.on}>
                <Line day={day} onOpen={onOpen} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </>
  )
}

function weekTitle(days: readonly Day[]): string {
  const stops = days.reduce((sum, day) => sum + day.stops.length, 0)
  const driving = days.reduce((sum, day) => sum + (day.stops.length > 0 ? day.travel_s : 0), 0)
  const parts = [
    date(days[0]?.on ?? '', phone.today.value),
    t('week.stops', { count: stops }),
    driving > 0 && t('today.line.driving', { duration: duration(driving) }),
  ]
  return parts.filter(Boolean).join(' \u00b7 ')
}

/** Days off on a weekend say nothing; a free working day does. */
function isWorthALine(day: Day): boolean {
  return day.state !== 'off' || day.stops.length + day.calls.length > 0
}

function Line({ day, onOpen }: { day: Day; onOpen: () => void }) {
  const names = [...day.stops, ...day.calls].map((stop) => stop.visit.account)
  const isToday = daysBetween(phone.today.value, day.on) === 0
  return (
    <a
      class="stop"
      href={hash({ screen: 'week', on: day.on })}
      onClick={onOpen}
      aria-current={isToday ? 'date' : undefined}
    >
      <span class="grow">
        <span class="stop-name">{date(day.on, phone.today.value)}</span>
        <span class="small quiet clip">{names.join(', ') || t('week.nothing')}</span>
      </span>
      <span class="number quiet">{names.length || ''}</span>
      <Icon name="next" />
    </a>
  )
}
