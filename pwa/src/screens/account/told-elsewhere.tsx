/** What others said and did: promises made, colleagues' touches. */

import { daysBetween } from '../../dates.ts'
import { promise } from '../../day.ts'
import * as phone from '../../phone.ts'
import { date, fromToday } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { Banner, Chip, SectionTitle } from '../../ui/pieces.tsx'
import { t, word } from '../../ui/t.ts'
import type { AccountRow, Touch } from '../../wire.ts'

/** A ticket so fresh that whoever visits must know of it before the door opens. */
const FRESH_D = 14

export function Warning({ account }: { account: AccountRow }) {
  const today = phone.today.value
  const ticket = (account.touches ?? []).find(
    (touch) => touch.kind === 'ticket' && daysBetween(touch.on, today) <= FRESH_D,
  )
  if (!ticket) return null
  return (
    <Banner tone="warn" icon="warning">
      <strong>{t('touch.warning', { when: fromToday(ticket.on, today) })}</strong>
      <p>{[ticket.text, ticket.by].filter(Boolean).join(' \u00b7 ')}</p>
    </Banner>
  )
}

export function Promised({ account }: { account: AccountRow }) {
  const today = phone.today.value
  const told = promise(account, phone.standing.value.facts)
  if (!told) return null
  const late = told.on !== null && told.on < today
  return (
    <p class="promise">
      <Icon name="pen" />
      <span>
        {t('today.promised', { text: told.text })}
        {told.on && ` \u00b7 ${t('today.promised_by', { date: date(told.on, today) })}`}
      </span>
      {late && <Chip tone="bad">{t('promise.late')}</Chip>}
    </p>
  )
}

export function Touches({ account }: { account: AccountRow }) {
  const touches = account.touches ?? []
  if (touches.length === 0) return null
  return (
    <section>
      <SectionTitle>{t('touch.title')}</SectionTitle>
      <ul class="card list">
        {touches.map((touch) => (
          <TouchRow key={`${touch.on} ${touch.kind} ${touch.text}`} touch={touch} />
        ))}
      </ul>
    </section>
  )
}

function TouchRow({ touch }: { touch: Touch }) {
  return (
    <li class="told">
      <div class="row wrap">
        <strong>{date(touch.on, phone.today.value)}</strong>
        <Chip tone={touch.kind === 'ticket' ? 'warn' : 'plain'}>{word('touch', touch.kind)}</Chip>
        {touch.by && <span class="quiet small">{touch.by}</span>}
      </div>
      {touch.text && <p class="note">{touch.text}</p>}
    </li>
  )
}
