import { signal } from '@preact/signals'
import { addDays, daysBetween, weekOf } from '../../dates.ts'
import type { Day, StopView } from '../../day.ts'
import * as phone from '../../phone.ts'
import { hash } from '../../router.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Choices } from '../../ui/choices.tsx'
import { firstWeekday } from '../../ui/first-weekday.ts'
import { clock, date, duration } from '../../ui/format.ts'
import { Chip } from '../../ui/pieces.tsx'
import { t, word } from '../../ui/t.ts'
import { whyVisit } from '../../ui/why-visit.ts'
import type { IsoDate } from '../../wire.ts'
import { Agenda } from './agenda.tsx'

const VIEWS = ['one', 'four'] as const
type View = (typeof VIEWS)[number]
const view = signal<View>('one')

function choose(value: View): void {
  view.value = value
}

/** Seven days with their stops, of which the chosen one is open; or four weeks at a glance. */
export function WeekScreen({ on }: { on: IsoDate | null }) {
  const today = phone.today.value
  const chosen = on ?? today
  const firstDay = firstWeekday()
  const days = weekOf(chosen, firstDay).map((one) => phone.dayOn(one))
  const weeks = view.value === 'four' ? 4 : 1
  const step = (by: number) => hash({ screen: 'week', on: addDays(chosen, by * weeks) })
  const first = days[0]?.on ?? chosen
  return (
    <main class="screen" id="main">
      <header class="top row">
        <h1 class="grow">{t('week.title')}</h1>
        <LinkButton
          look="plain"
          round
          icon="back"
          href={step(-7)}
          aria-label={t('week.previous')}
        />
        <LinkButton look="plain" round icon="next" href={step(7)} aria-label={t('week.next')} />
      </header>
      <Choices
        legend={t('week.title')}
        hideLegend
        segmented
        name="view"
        value={view.value}
        onChange={choose}
        choices={VIEWS.map((value) => ({ value, label: t(`week.${value}`) }))}
      />
      {weekOf(today, firstDay)[0] !== first && (
        <p>
          <a class="inline-link" href={hash({ screen: 'week', on: null })}>
            {t('week.this')}
          </a>
        </p>
      )}
      {view.value === 'four' ? (
        <Agenda first={first} onOpen={() => choose('one')} />
      ) : (
        <ol class="week">
          {days.map((day) => (
            <li key={day.on}>
              <DayCard day={day} open={day.on === chosen} />
            </li>
          ))}
        </ol>
      )}
    </main>
  )
}

function DayCard({ day, open }: { day: Day; open: boolean }) {
  const today = phone.today.value
  const isToday = day.on === today
  const stops = [...day.stops, ...day.calls]
  return (
    <section class={`card day ${isToday ? 'is-today' : ''}`}>
      <a
        class="day-head"
        href={hash({ screen: 'week', on: day.on })}
        aria-current={open ? 'date' : undefined}
      >
        <span class="grow">
          <strong>{date(day.on, today)}</strong>
          {isToday && <Chip tone="accent">{t('week.today')}</Chip>}
          <span class="quiet small">{frame(day)}</span>
        </span>
        <span class="quiet number">{summary(day)}</span>
      </a>
      {open && stops.length > 0 && (
        <ul class="day-stops">
          {stops.map((stop) => (
            <WeekStop key={stop.visit.id} stop={stop} />
          ))}
        </ul>
      )}
    </section>
  )
}

function summary(day: Day): string {
  const calls = day.calls.length > 0 ? t('week.calls', { count: day.calls.length }) : ''
  if (day.stops.length > 0) {
    return [t('week.stops', { count: day.stops.length }), calls].filter(Boolean).join(', ')
  }
  if (calls) return calls
  if (day.state === 'off') return t('week.off')
  const far = daysBetween(phone.today.value, day.on) > 0 && day.state === 'none'
  return t(far ? 'week.unknown' : 'week.nothing')
}

function frame(day: Day): string {
  if (day.leave_s === null || day.stops.length === 0) return ''
  const times = t('week.frame', { leave: clock(day.leave_s), home: clock(day.home_s) })
  return `${times} \u00b7 ${t('today.line.driving', { duration: duration(day.travel_s) })}`
}

function WeekStop({ stop }: { stop: StopView }) {
  return (
    <li>
      <a class="stop" href={hash({ screen: 'account', id: stop.visit.account_id })}>
        <span class="stop-time number">
          {stop.visit.channel === 'phone' ? t('today.call') : clock(stop.start_s)}
        </span>
        <span class="grow">
          <span class="stop-name">{stop.visit.account}</span>
          <span class="small quiet">{whyVisit(stop.visit, phone.today.value)}</span>
        </span>
        {stop.status !== 'open' && <Chip>{word('status_word', stop.status)}</Chip>}
      </a>
    </li>
  )
}
