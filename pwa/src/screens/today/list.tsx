import { Fragment } from 'preact'
import { useState } from 'preact/hooks'
import type { Day, Fact, StopView } from '../../day.ts'
import { openStops, overStops } from '../../day.ts'
import * as phone from '../../phone.ts'
import { hash } from '../../router.ts'
import { Button } from '../../ui/button.tsx'
import { clock, duration, length } from '../../ui/format.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Chip, SectionTitle, type Tone } from '../../ui/pieces.tsx'
import { unit } from '../../ui/preferences.ts'
import { t, word } from '../../ui/t.ts'
import { whyVisit } from '../../ui/why-visit.ts'
import { Marks } from './next-card.tsx'

type Choose = (stop: StopView) => void

/** The stops after the next one, with the drives between them, lunch, and home. */
export function RestList({ day, choose }: { day: Day; choose: Choose }) {
  const open = openStops(day)
  const rest = open.slice(1)
  const lunchAfter = lunchPlace(day)
  return (
    <section aria-labelledby="rest">
      {rest.length > 0 && (
        <div class="row">
          <SectionTitle id="rest">{t('today.rest')}</SectionTitle>
          <a class="inline-link side" href={hash({ screen: 'order' })}>
            {t('today.reorder')}
          </a>
        </div>
      )}
      <ol class="route" start={2}>
        {lunchAfter === open[0] && <Lunch day={day} />}
        {rest.map((stop) => (
          <Fragment key={stop.visit.id}>
            {stop.travel_s > 0 && (
              <li class="gap small quiet">
                {t('today.drive', {
                  duration: duration(stop.travel_s),
                  length: length(stop.travel_m, unit.value),
                })}
              </li>
            )}
            <StopRow stop={stop} choose={choose} />
            {lunchAfter === stop && <Lunch day={day} />}
          </Fragment>
        ))}
        {open.length > 0 && day.home_s !== null && (
          <li class="mark">
            <Icon name="home" />
            <span>{t('today.home_at', { time: clock(day.home_s) })}</span>
          </li>
        )}
      </ol>
    </section>
  )
}

function Lunch({ day }: { day: Day }) {
  return (
    <li class="mark">
      <Icon name="lunch" />
      <span>{t('today.lunch_at', { time: clock(day.lunch_start_s) })}</span>
      <span class="quiet small">{duration(day.lunch_s)}</span>
    </li>
  )
}

/** The open stop after which lunch stands; none when it is over or before the next stop. */
function lunchPlace(day: Day): StopView | null {
  const at = day.lunch_start_s
  if (at === null || day.lunch_s <= 0) return null
  return (
    openStops(day)
      .filter((stop) => stop.start_s !== null && stop.start_s < at)
      .at(-1) ?? null
  )
}

export function StopRow({ stop, choose }: { stop: StopView; choose: Choose }) {
  return (
    <li>
      <button type="button" class="stop" onClick={() => choose(stop)}>
        <span class="stop-number number">{stop.number}</span>
        <span class="grow">
          <span class="stop-name">{stop.visit.account}</span>
          <span class="small quiet">
            {stop.closed ? t('today.closed') : whyVisit(stop.visit, phone.today.value)}
          </span>
          <Marks stop={stop} brief />
        </span>
        <span class="stop-time number">{stop.closed ? '' : clock(stop.start_s)}</span>
        <Icon name="next" />
      </button>
    </li>
  )
}

const ICONS: Record<string, IconName> = {
  made: 'check',
  phone: 'call',
  missed: 'cross',
  skipped: 'skip',
}
const TONES: Record<string, Tone> = { made: 'ok', phone: 'ok', missed: 'bad', skipped: 'warn' }

/** More reports beside the plan than this are a day of catching up: making them all takes long. */
const MOST_EXTRAS = 20

/** What is over today, and what was reported beside the plan: of that the newest, unless asked. */
export function OverList({ day, choose }: { day: Day; choose: Choose }) {
  const [all, showAll] = useState(false)
  const over = overStops(day)
  if (over.length + day.extras.length === 0) return null
  const earlier = all ? 0 : Math.max(0, day.extras.length - MOST_EXTRAS)
  return (
    <section aria-labelledby="over">
      <SectionTitle id="over">{t('today.over')}</SectionTitle>
      <ul class="route">
        {over.map((stop) => (
          <OverRow key={stop.visit.id} stop={stop} choose={choose} />
        ))}
        {day.extras.slice(earlier).map((fact) => (
          <ExtraRow key={fact.id} fact={fact} />
        ))}
      </ul>
      {earlier > 0 && (
        <Button look="plain" onClick={() => showAll(true)}>
          {t('today.earlier', { count: earlier })}
        </Button>
      )}
    </section>
  )
}

export function OverRow({ stop, choose }: { stop: StopView; choose: Choose }) {
  const waits = stop.fact?.waiting ?? stop.skip?.waiting ?? false
  return (
    <li>
      <button type="button" class="stop over" onClick={() => choose(stop)}>
        <span class={`stop-number ${stop.status}`}>
          <Icon name={ICONS[stop.status] ?? 'check'} />
        </span>
        <span class="grow">
          <span class="stop-name">{stop.visit.account}</span>
          {stop.fact?.note && <span class="small quiet clip">{stop.fact.note}</span>}
          {waits && <span class="small quiet">{t('today.waiting_mark')}</span>}
        </span>
        <Chip tone={TONES[stop.status] ?? 'plain'}>{word('status_word', stop.status)}</Chip>
      </button>
    </li>
  )
}

function ExtraRow({ fact }: { fact: Fact }) {
  const name = phone.account(fact.account_id)?.name ?? t('today.extras')
  return (
    <li>
      <a class="stop over" href={hash({ screen: 'account', id: fact.account_id })}>
        <span class={`stop-number ${fact.outcome}`}>
          <Icon name={ICONS[fact.outcome] ?? 'plus'} />
        </span>
        <span class="grow">
          <span class="stop-name">{name}</span>
          <span class="small quiet">
            {fact.waiting ? t('today.waiting_mark') : t('today.extras')}
          </span>
        </span>
        <Chip tone={TONES[fact.outcome] ?? 'plain'}>{word('outcome', fact.outcome)}</Chip>
      </a>
    </li>
  )
}

export function CallList({ day, choose }: { day: Day; choose: Choose }) {
  if (day.calls.length === 0) return null
  return (
    <section aria-labelledby="calls">
      <SectionTitle id="calls">{t('today.calls')}</SectionTitle>
      <ul class="route">
        {day.calls.map((call) =>
          call.status === 'open' ? (
            <CallRow key={call.visit.id} call={call} choose={choose} />
          ) : (
            <OverRow key={call.visit.id} stop={call} choose={choose} />
          ),
        )}
      </ul>
    </section>
  )
}

function CallRow({ call, choose }: { call: StopView; choose: Choose }) {
  return (
    <li>
      <button type="button" class="stop" onClick={() => choose(call)}>
        <span class="stop-number">
          <Icon name="call" />
        </span>
        <span class="grow">
          <span class="stop-name">{call.visit.account}</span>
          <span class="small quiet">{whyVisit(call.visit, phone.today.value)}</span>
        </span>
        <span class="small quiet">{duration(call.visit.service_s)}</span>
        <Icon name="next" />
      </button>
    </li>
  )
}
