import { useState } from 'preact/hooks'
import { addDays } from '../../dates.ts'
import { changed, type Day, isFinished, nextStop, openStops, type StopView } from '../../day.ts'
import * as phone from '../../phone.ts'
import { hash } from '../../router.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { clock, date, duration, hours, length, sentence } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { Banner, Chip, EmptyState, Skeleton } from '../../ui/pieces.tsx'
import { navigationApp, navigationUrl, unit } from '../../ui/preferences.ts'
import { t } from '../../ui/t.ts'
import { classWords } from '../../ui/words.ts'
import { CallList, OverList, RestList } from './list.tsx'
import { SkipSheet } from './skip.tsx'
import { WhySheet } from './why.tsx'

/** Answers "now what?": the next stop, then the rest. `shown` opens the sheet of a visit. */
export function TodayScreen({ shown = null }: { shown?: string | null }) {
  const [why, setWhy] = useState<string | null>(shown)
  const [skip, setSkip] = useState<string | null>(null)
  const day = phone.todaysDay.value
  const next = nextStop(day)
  const find = (id: string | null) =>
    [...day.stops, ...day.calls].find((stop) => stop.visit.id === id) ?? null
  const whyStop = find(why)
  const skipStop = find(skip)
  const choose = (stop: StopView) => setWhy(stop.visit.id)
  const askSkip = (stop: StopView) => {
    setWhy(null)
    setSkip(stop.visit.id)
  }
  return (
    <main class="screen" id="main">
      <TopLine day={day} />
      <PlanChangedBanner />
      {day.renewed !== 'no' && (
        <p class="renewed small">
          <Icon name="refresh" />
          {t(day.renewed === 'order' ? 'today.renewed_order' : 'today.renewed_times')}
        </p>
      )}
      {next && <NextCard stop={next} choose={choose} onSkip={() => askSkip(next)} />}
      <Nothing day={day} />
      <RestList day={day} choose={choose} />
      <CallList day={day} choose={choose} />
      <OverList day={day} choose={choose} />
      {whyStop && (
        <WhySheet
          stop={whyStop}
          day={day}
          onClose={() => setWhy(null)}
          actions={<Actions stop={whyStop} onSkip={() => askSkip(whyStop)} />}
        />
      )}
      {skipStop && <SkipSheet stop={skipStop} onClose={() => setSkip(null)} />}
    </main>
  )
}

function TopLine({ day }: { day: Day }) {
  const visits = day.stops.length
  const made = day.stops.filter((stop) => stop.status === 'made' || stop.status === 'phone').length
  const missed = day.stops.filter((stop) => stop.status === 'missed').length
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
    </header>
  )
}

function PlanChangedBanner() {
  const change = phone.planChanged.value
  if (!change || change.on !== phone.today.value) return null
  const names = (of: string[]) => ({ names: of.join(', ') })
  return (
    <Banner
      tone="accent"
      icon="refresh"
      action={
        <Button
          look="plain"
          onClick={() => {
            phone.planChanged.value = null
          }}
        >
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

interface NextProps {
  stop: StopView
  choose: (stop: StopView) => void
  onSkip: () => void
}

function NextCard({ stop, choose, onSkip }: NextProps) {
  const { visit, account } = stop
  return (
    <section class="card next" aria-labelledby="next-name">
      <div class="row wrap">
        <span class="next-label">{t('today.next')}</span>
        {account && <Chip tone="accent">{classWords(account)}</Chip>}
        {visit.ramp && <Chip tone="info">{t('today.ramp')}</Chip>}
        {visit.held && visit.held !== 'frozen' && <Chip>{t(`today.held.${visit.held}`)}</Chip>}
      </div>
      <h2 id="next-name">
        <a href={hash({ screen: 'account', id: visit.account_id })}>{visit.account}</a>
      </h2>
      {account && <p class="quiet">{place(account.address, account.city)}</p>}
      <p class="next-time number">{stop.closed ? t('today.closed') : arrival(stop)}</p>
      <p class="quiet small number">
        {stop.travel_s > 0 && <span>{drive(stop)}</span>}
        <span>{t('today.open', { hours: hours(visit.windows) })}</span>
      </p>
      {visit.why && <p>{sentence(visit.why)}</p>}
      <Actions stop={stop} onSkip={onSkip} />
      <Button look="plain" icon="info" wide onClick={() => choose(stop)}>
        {t('today.why')}
      </Button>
    </section>
  )
}

function arrival({ arrival_s, start_s }: StopView): string {
  const waits = arrival_s !== null && start_s !== null && start_s - arrival_s >= 300
  return waits
    ? t('today.arrive_early', { arrival: clock(arrival_s), time: clock(start_s) })
    : t('today.arrive', { time: clock(arrival_s ?? start_s) })
}

function drive(stop: StopView): string {
  return t('today.drive_estimate', {
    duration: duration(stop.travel_s),
    length: length(stop.travel_m, unit.value),
  })
}

function place(address: string, city: string): string {
  return [address, city].filter(Boolean).join(', ')
}

/** Navigate, report, call, skip: what a stop offers, here and in its sheet. */
function Actions({ stop, onSkip }: { stop: StopView; onSkip: () => void }) {
  const { account, visit } = stop
  const number = account?.contacts.find((contact) => contact.phone)
  const open = stop.status === 'open'
  const report = { href: hash({ screen: 'report', visit: visit.id }), icon: 'pen' as const }
  return (
    <div class="actions">
      {open && account?.lat != null && account.lon != null && visit.channel === 'visit' && (
        <LinkButton
          look="primary"
          icon="navigate"
          href={navigationUrl(navigationApp.value, account.lat, account.lon)}
          target="_blank"
          rel="noopener"
        >
          {t('today.navigate')}
        </LinkButton>
      )}
      <LinkButton {...report} look={visit.channel === 'phone' ? 'primary' : 'secondary'}>
        {t('today.report')}
      </LinkButton>
      {number && (
        <LinkButton icon="call" href={`tel:${number.phone}`}>
          {t('today.call')}
        </LinkButton>
      )}
      {open && (
        <Button icon="skip" onClick={onSkip}>
          {t('today.skip')}
        </Button>
      )}
    </div>
  )
}

/** The day without a next stop: finished, off, empty, or not here yet. */
function Nothing({ day }: { day: Day }) {
  const more = (
    <LinkButton href={hash({ screen: 'accounts' })}>{t('today.see_accounts')}</LinkButton>
  )
  if (day.state === 'none') return <NotHere />
  if (day.state === 'off') {
    const text = t('today.off_lead', { date: nextDate(day.on) ?? t('week.unknown') })
    return (
      <EmptyState icon="sun" title={t('today.off')} text={text}>
        <LinkButton href={hash({ screen: 'week', on: null })}>{t('today.see_week')}</LinkButton>
      </EmptyState>
    )
  }
  if (isFinished(day)) {
    const count = (status: string) =>
      [...day.stops, ...day.calls].filter((stop) => stop.status === status).length
    const made = count('made') + count('phone')
    const text = t('today.finished_lead', {
      made,
      missed: count('missed'),
      home: clock(day.home_s),
    })
    return <EmptyState icon="check" title={t('today.finished')} text={text} />
  }
  if (openStops(day).length > 0 || day.calls.length > 0) return null
  return (
    <EmptyState icon="today" title={t('today.empty')} text={t('today.empty_lead')}>
      {more}
    </EmptyState>
  )
}

function NotHere() {
  const working = phone.rows.value.plan?.working
  const first = phone.meta.value?.last_sync_ms === null && phone.phase.value === 'syncing'
  if (first) return <Skeleton label={t('app.loading')} />
  const text = working ? t('today.none_working', { working }) : t('today.none_lead')
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
