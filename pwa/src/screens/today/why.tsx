import { useEffect } from 'preact/hooks'
import type { Day, StopView } from '../../day.ts'
import * as phone from '../../phone.ts'
import { basePlace, detour, type Leg, place } from '../../planner/travel.ts'
import { hash } from '../../router.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { date, duration, fromToday, hours, length } from '../../ui/format.ts'
import { Chip, Facts } from '../../ui/pieces.tsx'
import { navigationApp, navigationUrl, unit } from '../../ui/preferences.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import { whyDue, whyVisit } from '../../ui/whys.ts'
import { cadenceWords, classWords, seasonWords } from '../../ui/words.ts'
import { Playbook } from '../account/playbook.tsx'
import { Marks } from './next-card.tsx'
import type { StopSheetProps } from './sheets.tsx'

/** Why this account on this day: the window, the cadence, the season, what the detour costs. */
export function WhySheet({ stop, day, ask, onClose }: StopSheetProps) {
  useEffect(() => phone.tell('why'), [])
  const { account, visit } = stop
  const today = phone.today.value
  return (
    <Sheet title={visit.account} onClose={onClose}>
      <div class="stack">
        <p class="why-sentence">{whyVisit(visit, today) || (account && whyDue(account, today))}</p>
        <div class="row wrap">
          {account && <Chip tone="accent">{classWords(account)}</Chip>}
          <Marks stop={stop} />
        </div>
        <Facts of={facts(stop, day)} />
        <Actions stop={stop} ask={ask} />
        {account && <Playbook account={account} />}
        {account && (
          <LinkButton href={hash({ screen: 'account', id: account.id })} look="plain" wide>
            {t('why.account')}
          </LinkButton>
        )}
      </div>
    </Sheet>
  )
}

/** All that can be done about a stop, in the order of how often it is. */
function Actions({ stop, ask }: Pick<StopSheetProps, 'stop' | 'ask'>) {
  const { account, visit } = stop
  const number = account?.contacts.find((contact) => contact.phone)?.phone
  const open = stop.status === 'open'
  const drives = open && visit.channel === 'visit'
  return (
    <div class="actions">
      {drives && account?.lat != null && account.lon != null && (
        <LinkButton
          icon="navigate"
          href={navigationUrl(navigationApp.value, account.lat, account.lon)}
          target="_blank"
          rel="noopener"
        >
          {t('today.navigate')}
        </LinkButton>
      )}
      <LinkButton look="primary" icon="pen" href={hash({ screen: 'report', visit: visit.id })}>
        {t('today.report')}
      </LinkButton>
      {number && (
        <LinkButton icon="call" href={`tel:${number}`}>
          {t('today.call')}
        </LinkButton>
      )}
      {open && (
        <>
          <Button icon="cross" onClick={() => ask({ of: 'missed', visit: visit.id })}>
            {t('today.missed')}
          </Button>
          <LinkButton icon="calendar" href={hash({ screen: 'find-day', id: visit.id })}>
            {t('why.move')}
          </LinkButton>
          <Button icon="pin" onClick={() => ask({ of: 'hold', visit: visit.id })}>
            {t('why.hold')}
          </Button>
          <Button icon="skip" onClick={() => ask({ of: 'skip', visit: visit.id })}>
            {t('today.skip')}
          </Button>
        </>
      )}
    </div>
  )
}

function facts({ account, visit, ...stop }: StopView, day: Day) {
  const today = phone.today.value
  const extra = stop.status === 'open' && visit.channel === 'visit' ? cost(visit.id, day) : null
  return [
    [t('why.window'), windowWords(visit)],
    [t('why.cadence'), account && cadenceWords(account.cadence)],
    [t('why.season'), account && seasonWords(account.season, today)],
    [
      t('why.last'),
      account &&
        (account.last_visit
          ? `${date(account.last_visit, today)} (${fromToday(account.last_visit, today)})`
          : t('why.never')),
    ],
    [t('account.hours'), hours(visit.windows)],
    [t('why.travel'), stop.travel_s > 0 && legWords({ s: stop.travel_s, m: stop.travel_m })],
    [t('why.detour'), extra && legWords(extra)],
  ] as const
}

function windowWords({ earliest, target, latest }: StopView['visit']): string | null {
  if (!earliest || !target || !latest) return null
  const today = phone.today.value
  return t('why.window_value', {
    first: date(earliest, today),
    last: date(latest, today),
    target: date(target, today),
  })
}

function legWords(leg: Leg): string {
  return t('why.value', { duration: duration(leg.s), length: length(leg.m, unit.value) })
}

/** The travel the day would save without this stop. */
function cost(visit: string, day: Day): Leg | null {
  const stops = day.stops.filter((stop) => !['skipped', 'phone'].includes(stop.status))
  const at = stops.findIndex((stop) => stop.visit.id === visit)
  const here = place(stops[at]?.account ?? null)
  if (!here) return null
  const home = basePlace(phone.me.value)
  const before = at > 0 ? place(stops[at - 1]?.account ?? null) : home
  const after = at + 1 < stops.length ? place(stops[at + 1]?.account ?? null) : home
  return before && after ? detour(before, here, after) : null
}
