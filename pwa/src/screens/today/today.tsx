import { useState } from 'preact/hooks'
import { addDays } from '../../dates.ts'
import { changed, type Day, isFinished, nextStop, openStops, type StopView } from '../../day.ts'
import * as phone from '../../phone.ts'
import { hash } from '../../router.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { clock, date, duration } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { Banner, EmptyState, Skeleton } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'
import { FreeStrip, InstallCard, TodaySheet } from '../lazy.tsx'
import { asksToInstall } from './install-when.ts'
import { CallList, OverList, RestList } from './list.tsx'
import { NextCard } from './next-card.tsx'

/** What is asked about a stop of today, or about the day: each has its sheet. */
export type Asked =
  | { of: 'why' | 'missed' | 'skip' | 'hold'; visit: string }
  | { of: 'changes' }
  | null

/** Answers "now what?": the next stop, then the rest. `shown` opens the sheet of a visit. */
export function TodayScreen({ shown = null }: { shown?: string | null }) {
  const [asked, ask] = useState<Asked>(shown ? { of: 'why', visit: shown } : null)
  const day = phone.todaysDay.value
  const next = nextStop(day)
  const choose = (stop: StopView) => ask({ of: 'why', visit: stop.visit.id })
  return (
    <main class="screen" id="main">
      <TopLine day={day} />
      <PlanChangedBanner />
      <Late day={day} />
      {next && <NextCard stop={next} ask={ask} />}
      <ChangedSinceYesterday onOpen={() => ask({ of: 'changes' })} />
      <Nothing day={day} />
      {next && <FreeStrip />}
      <RestList day={day} choose={choose} />
      <CallList day={day} choose={choose} />
      <OverList day={day} choose={choose} />
      {asksToInstall(phone.told.value) && <InstallCard />}
      {day.state === 'route' && (
        <LinkButton icon="moon" wide href={hash({ screen: 'close' })}>
          {t('today.close')}
        </LinkButton>
      )}
      {asked && <TodaySheet asked={asked} day={day} ask={ask} />}
    </main>
  )
}

function TopLine({ day }: { day: Day }) {
  const visits = day.stops.length
  const made = day.stops.filter((stop) => stop.status === 'made' || stop.status === 'phone').length
  const missed = day.stops.filter((stop) => stop.status === 'missed').length
  const own = phone.ownOrder.value?.on === day.on
  const parts = [
    visits > 0 && t('today.line.visits', { count: visits }),
    made > 0 && t('today.line.done', { done: made }),
    missed > 0 && t('today.line.missed', { missed }),
    day.travel_s > 0 && t('today.line.driving', { duration: duration(day.travel_s) }),
    visits > 0 && day.home_s !== null && t('today.line.home', { time: clock(day.home_s) }),
  ].filter((part): part is string => Boolean(part))
  return (
    <header class="top">
      <h1>{date(day.on)}</h1>
      {parts.length > 0 && <p class="quiet number">{parts.join(' \u00b7 ')}</p>}
      {day.renewed !== 'no' && (
        <p class="renewed small">
          <Icon name="refresh" />
          {t(`today.renewed_${own ? 'own' : day.renewed}`)}
        </p>
      )}
    </header>
  )
}

function PlanChangedBanner() {
  const change = phone.planChanged.value
  if (!change || change.on !== phone.today.value) return null
  const names = (of: string[]) => ({ names: of.join(', ') })
  const seen = () => {
    phone.planChanged.value = null
  }
  return (
    <Banner
      tone="accent"
      icon="refresh"
      action={
        <Button look="plain" onClick={seen}>
          {t('today.seen')}
        </Button>
      }
    >
      <strong>{t('today.plan_changed', { count: changed(change) })}</strong>
      {change.added.length > 0 && <p>{t('today.plan_added', names(change.added))}</p>}
      {change.removed.length > 0 && <p>{t('today.plan_removed', names(change.removed))}</p>}
      {change.moved.length > 0 && <p>{t('today.plan_moved', names(change.moved))}</p>}
    </Banner>
  )
}

/** Home this much later than the working day ends is late; less is a long day. */
const LATE_S = 15 * 60

/** Running late is a question of what to drop. */
function Late({ day }: { day: Day }) {
  const closed = openStops(day).filter((stop) => stop.closed).length
  const over_s = (day.home_s ?? 0) - (day.end_s ?? Number.POSITIVE_INFINITY)
  if (closed === 0 && over_s < LATE_S) return null
  const text = closed
    ? t('today.late_closed', { count: closed })
    : t('today.late', { duration: duration(over_s) })
  return (
    <a class="strip warn" href={hash({ screen: 'late' })}>
      <Icon name="clock" />
      <span class="grow">{text}</span>
      <span class="strip-go">{t('today.late_go')}</span>
    </a>
  )
}

function ChangedSinceYesterday({ onOpen }: { onOpen: () => void }) {
  const count = phone.changesToday.value.length
  if (count === 0) return null
  return (
    <button type="button" class="strip" onClick={onOpen}>
      <Icon name="refresh" />
      <span class="grow">{t('today.changed_since', { count })}</span>
      <span class="strip-go">{t('today.changed_why')}</span>
    </button>
  )
}

/** The day without a next stop: finished, off, empty, or not here yet. */
function Nothing({ day }: { day: Day }) {
  if (day.state === 'none') return <NotHere />
  if (day.state === 'off') {
    const text = t('today.off_lead', { date: nextDate(day.on) ?? t('week.unknown') })
    return (
      <EmptyState icon="sun" title={t('today.off')} text={text}>
        <LinkButton href={hash({ screen: 'week', on: null })}>{t('today.see_week')}</LinkButton>
      </EmptyState>
    )
  }
  if (isFinished(day)) return <Finished day={day} />
  if (openStops(day).length > 0 || day.calls.length > 0) return null
  return (
    <EmptyState icon="today" title={t('today.empty')} text={t('today.empty_lead')}>
      <LinkButton href={hash({ screen: 'accounts' })}>{t('today.see_accounts')}</LinkButton>
    </EmptyState>
  )
}

function Finished({ day }: { day: Day }) {
  const count = (status: string) =>
    [...day.stops, ...day.calls].filter((stop) => stop.status === status).length
  const text = t('today.finished_lead', {
    made: count('made') + count('phone'),
    missed: count('missed'),
    home: clock(day.home_s),
  })
  return <EmptyState icon="check" title={t('today.finished')} text={text} />
}

function NotHere() {
  const working = phone.rows.value.plan?.working
  const first = phone.meta.value?.last_sync_ms === null && phone.phase.value === 'syncing'
  if (first) return <Skeleton label={t('app.loading')} />
  const text = working ? t('today.none_working') : t('today.none_lead')
  return (
    <EmptyState icon="offline" title={t('today.none')} text={text}>
      <Button icon="refresh" onClick={() => void phone.syncNow()}>
        {t('app.retry')}
      </Button>
    </EmptyState>
  )
}

function nextDate(on: string): string | null {
  for (let days = 1; days < 60; days++) {
    const next = addDays(on, days)
    if (phone.dayOn(next).state === 'route') return date(next, on)
  }
  return null
}
