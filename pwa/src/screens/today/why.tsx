import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Day, StopView } from '../../day.ts'
import * as phone from '../../phone.ts'
import { basePlace, place } from '../../planner/rest-of-day.ts'
import { detour, type Leg } from '../../planner/travel.ts'
import { hash } from '../../router.ts'
import { LinkButton } from '../../ui/button.tsx'
import { date, duration, fromToday, hours, length, sentence } from '../../ui/format.ts'
import { Chip, Facts } from '../../ui/pieces.tsx'
import { unit } from '../../ui/preferences.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import { cadenceWords, classWords, seasonWords } from '../../ui/words.ts'

interface WhyProps {
  stop: StopView
  day: Day
  onClose: () => void
  actions: ComponentChildren
}

/** Why this account on this day: the window, the cadence, the season, what the detour costs. */
export function WhySheet({ stop, day, onClose, actions }: WhyProps) {
  useEffect(() => phone.tell('why'), [])
  const { account, visit } = stop
  return (
    <Sheet title={visit.account} onClose={onClose}>
      <div class="stack">
        <p class="why-sentence">{sentence(visit.why || account?.due.why || '')}</p>
        <div class="row wrap">
          {account && <Chip tone="accent">{classWords(account)}</Chip>}
          {visit.ramp && <Chip tone="info">{t('today.ramp')}</Chip>}
          {visit.held && <Chip>{t(`today.held.${visit.held}`)}</Chip>}
        </div>
        <Facts of={facts(stop, day)} />
        {actions}
        {account && (
          <LinkButton href={hash({ screen: 'account', id: account.id })} look="plain" wide>
            {t('why.account')}
          </LinkButton>
        )}
      </div>
    </Sheet>
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
