import { useState } from 'preact/hooks'
import { promise, type StopView } from '../../day.ts'
import * as phone from '../../phone.ts'
import { hash } from '../../router.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { classWords } from '../../ui/class-words.ts'
import { clock, date, duration, hours, length } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { Chip } from '../../ui/pieces.tsx'
import { navigationApp, navigationUrl, unit } from '../../ui/preferences.ts'
import { t } from '../../ui/t.ts'
import { whyVisit } from '../../ui/why-visit.ts'
import type { Asked } from './today.tsx'

interface NextProps {
  stop: StopView
  ask: (what: Asked) => void
}

/** The stop to go to: who, when, why, what was promised, and the two things one does there. */
export function NextCard({ stop, ask }: NextProps) {
  const { visit, account } = stop
  return (
    <section class="card next" aria-labelledby="next-name">
      <div class="row wrap">
        <span class="next-label">{t('today.next')}</span>
        {account && <Chip tone="accent">{classWords(account)}</Chip>}
        <Marks stop={stop} />
      </div>
      <h2 id="next-name">
        <a href={hash({ screen: 'account', id: visit.account_id })}>{visit.account}</a>
      </h2>
      <p class="next-time number">{stop.closed ? t('today.closed') : arrival(stop)}</p>
      <p class="quiet small number">{whereAndWhen(stop)}</p>
      <p>{whyVisit(visit, phone.today.value)}</p>
      <Promised stop={stop} />
      <BigTwo stop={stop} />
      <Small stop={stop} ask={ask} />
    </section>
  )
}

interface MarksProps {
  stop: StopView
  /** Where the line of why stands beside it and says "before the season" itself. */
  brief?: boolean
}

/** What is special about a visit: before the season, held by a person, may be left out. */
export function Marks({ stop: { visit, account }, brief = false }: MarksProps) {
  const optional = visit.reason === 'prospecting' || account?.account_class === 'prospect'
  return (
    <>
      {visit.ramp && !brief && <Chip tone="info">{t('today.ramp')}</Chip>}
      {visit.held && visit.held !== 'frozen' && <Chip>{t(`today.held.${visit.held}`)}</Chip>}
      {optional && <Chip>{t('today.optional')}</Chip>}
    </>
  )
}

function arrival({ arrival_s, start_s }: StopView): string {
  const waits = arrival_s !== null && start_s !== null && start_s - arrival_s >= 300
  return waits
    ? t('today.arrive_early', { arrival: clock(arrival_s), time: clock(start_s) })
    : t('today.arrive', { time: clock(arrival_s ?? start_s) })
}

function whereAndWhen(stop: StopView): string {
  const drive = {
    duration: duration(stop.travel_s),
    length: length(stop.travel_m, unit.value),
  }
  return [
    stop.account?.city,
    stop.travel_s > 0 && t('today.drive_estimate', drive),
    t('today.open', { hours: hours(stop.visit.windows) }),
  ]
    .filter(Boolean)
    .join(' \u00b7 ')
}

function Promised({ stop: { account } }: { stop: StopView }) {
  const told = account && promise(account, phone.standing.value.facts)
  if (!told) return null
  return (
    <p class="promise">
      <Icon name="pen" />
      <span>
        {t('today.promised', { text: told.text })}
        {told.on && ` \u00b7 ${t('today.promised_by', { date: date(told.on, phone.today.value) })}`}
      </span>
    </p>
  )
}

/** Drive there, then say that one is there; after that the report is the next thing. */
function BigTwo({ stop: { account, visit } }: { stop: StopView }) {
  const here = phone.checkedIn.value.has(visit.account_id)
  const report = hash({ screen: 'report', visit: visit.id })
  return (
    <div class="actions two">
      {account?.lat != null && account.lon != null && (
        <LinkButton
          look={here ? 'secondary' : 'primary'}
          icon="navigate"
          href={navigationUrl(navigationApp.value, account.lat, account.lon)}
          target="_blank"
          rel="noopener"
        >
          {t('today.navigate')}
        </LinkButton>
      )}
      {here ? (
        <LinkButton look="primary" icon="pen" href={report}>
          {t('today.report')}
        </LinkButton>
      ) : (
        <CheckIn visit={visit} />
      )}
    </div>
  )
}

/** One look at where the phone is, by this tap alone; nothing waits for it but the words. */
function CheckIn({ visit }: { visit: StopView['visit'] }) {
  const [busy, setBusy] = useState(false)
  const checkIn = async () => {
    setBusy(true)
    const { checkIn } = await import('./check-in.ts')
    await checkIn(visit)
    setBusy(false)
  }
  return (
    <Button look="secondary" icon="pin" disabled={busy} onClick={() => void checkIn()}>
      {t(busy ? 'today.checking_in' : 'today.check_in')}
    </Button>
  )
}

function Small({ stop: { account, visit }, ask }: NextProps) {
  const number = account?.contacts.find((contact) => contact.phone)?.phone
  const here = phone.checkedIn.value.get(visit.account_id)
  return (
    <>
      {here && (
        <p class="small quiet number">{t('today.checked_in', { time: phone.clockOf(here) })}</p>
      )}
      <div class="quick">
        {number && (
          <LinkButton look="plain" icon="call" href={`tel:${number}`}>
            {t('today.call')}
          </LinkButton>
        )}
        {!here && (
          <LinkButton look="plain" icon="pen" href={hash({ screen: 'report', visit: visit.id })}>
            {t('today.report')}
          </LinkButton>
        )}
        <Button look="plain" icon="cross" onClick={() => ask({ of: 'missed', visit: visit.id })}>
          {t('today.missed')}
        </Button>
        <Button look="plain" icon="info" onClick={() => ask({ of: 'why', visit: visit.id })}>
          {t('today.more')}
        </Button>
      </div>
    </>
  )
}
