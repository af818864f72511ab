import { useEffect, useState } from 'preact/hooks'
import * as api from '../../api.ts'
import * as phone from '../../phone.ts'
import { hash } from '../../router.ts'
import { Bars } from '../../ui/bars.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import {
  change,
  date,
  fromToday,
  hours,
  list,
  money,
  monthName,
  weekdayName,
} from '../../ui/format.ts'
import { Banner, Card, Chip, EmptyState, Facts, SectionTitle } from '../../ui/pieces.tsx'
import { navigationApp, navigationUrl } from '../../ui/preferences.ts'
import { t, word } from '../../ui/t.ts'
import { whyDue, whyNot } from '../../ui/whys.ts'
import { cadenceWords, classWords, dueTone, dueWords, seasonWords } from '../../ui/words.ts'
import type { AccountRow, Contact, SalesMonth } from '../../wire.ts'
import { BackBar } from '../back-bar.tsx'
import { AccountCalendar } from './calendar.tsx'
import { CorrectSheet } from './correct.tsx'
import { history, weekFrom } from './history.ts'
import { Playbook } from './playbook.tsx'
import { Proposed } from './proposed.tsx'
import { yearOfSales } from './sales.ts'
import { Promised, Touches, Warning } from './told-elsewhere.tsx'
import { Wishes } from './wishes.tsx'

export function AccountScreen({ id }: { id: string }) {
  const account = phone.account(id)
  if (!account) {
    return (
      <main class="screen" id="main">
        <BackBar title={t('nav.accounts')} />
        <EmptyState icon="accounts" title={t('account.gone')} />
      </main>
    )
  }
  return (
    <main class="screen" id="main">
      <BackBar title={account.name} />
      <div class="row wrap">
        <Chip tone="accent">{classWords(account)}</Chip>
        <Chip tone={dueTone(account.due)}>{dueWords(account.due)}</Chip>
        {account.segment_label && <Chip>{account.segment_label}</Chip>}
      </div>
      <p class="quiet">{addressOf(account)}</p>
      <PlaceNotes account={account} />
      <Warning account={account} />
      <AccountActions account={account} />
      <Promised account={account} />
      <Why account={account} />
      <Wishes account={account} />
      <Playbook account={account} />
      <Proposed account={account} />
      <Contacts account={account} />
      <Hours account={account} />
      <HistoryList account={account} />
      <Touches account={account} />
      <Sales account={account} />
      <AccountCalendar account={account} />
      {account.number && (
        <p class="quiet small">{t('account.number', { number: account.number })}</p>
      )}
    </main>
  )
}

function addressOf(account: AccountRow): string {
  const town = [account.city, account.state, account.zip].filter(Boolean).join(' ')
  return [account.address, town].filter(Boolean).join(', ')
}

function PlaceNotes({ account }: { account: AccountRow }) {
  if (account.lat === null) return <Banner tone="warn">{t('account.no_place')}</Banner>
  if (account.place_source !== 'zip') return null
  return <p class="quiet small">{t('account.place_zip')}</p>
}

function AccountActions({ account }: { account: AccountRow }) {
  const visit = openVisitToday(account.id)
  const report = visit
    ? hash({ screen: 'report', visit })
    : hash({ screen: 'report-extra', account: account.id })
  const number = account.contacts.find((contact) => contact.phone)
  return (
    <div class="actions">
      <LinkButton look="primary" icon="pen" href={report}>
        {t('account.report')}
      </LinkButton>
      {account.lat !== null && account.lon !== null && (
        <LinkButton
          icon="navigate"
          href={navigationUrl(navigationApp.value, account.lat, account.lon)}
          target="_blank"
          rel="noopener"
        >
          {t('account.navigate')}
        </LinkButton>
      )}
      {number && (
        <LinkButton icon="call" href={`tel:${number.phone}`}>
          {t('today.call')}
        </LinkButton>
      )}
      {account.lat !== null && (
        <LinkButton icon="calendar" href={hash({ screen: 'find-day', id: account.id })}>
          {t('account.find_day')}
        </LinkButton>
      )}
    </div>
  )
}

function openVisitToday(account: string): string | null {
  const { stops, calls } = phone.todaysDay.value
  const found = [...stops, ...calls].find(
    (stop) => stop.visit.account_id === account && stop.status === 'open',
  )
  return found?.visit.id ?? null
}

function Why({ account }: { account: AccountRow }) {
  const today = phone.today.value
  const { due } = account
  const window =
    due.earliest && due.target && due.latest
      ? t('why.window_value', {
          first: date(due.earliest, today),
          last: date(due.latest, today),
          target: date(due.target, today),
        })
      : null
  return (
    <section>
      <SectionTitle>{t('account.why')}</SectionTitle>
      <Card>
        <div class="stack">
          <p>{whyDue(account, today)}</p>
          <Facts
            of={[
              [t('why.window'), window],
              [t('why.cadence'), cadenceWords(account.cadence)],
              [t('why.season'), seasonWords(account.season, today)],
              [t('why.last'), lastVisit(account, today)],
              [t('account.next'), nextVisit(account, today)],
            ]}
          />
          {account.assumed.length > 0 && (
            <p class="quiet small">
              {t('account.assumed', {
                fields: list(account.assumed.map((field) => word('field', field))),
              })}
            </p>
          )}
        </div>
      </Card>
    </section>
  )
}

function nameOf(id: string): string | undefined {
  return phone.account(id)?.name
}

function lastVisit(account: AccountRow, today: string): string {
  const made = history(account, phone.standing.value.facts).find((one) => one.outcome === 'made')
  const last = made && made.on > (account.last_visit ?? '') ? made.on : account.last_visit
  return last ? `${date(last, today)} (${fromToday(last, today)})` : t('why.never')
}

function nextVisit(account: AccountRow, today: string): string {
  if (account.next_visit) return date(account.next_visit, today)
  if (account.unplanned)
    return t('account.unplanned', { reason: whyNot(account.unplanned, today, nameOf) })
  return t('account.no_next')
}

function Contacts({ account }: { account: AccountRow }) {
  return (
    <section>
      <SectionTitle>{t('account.contacts')}</SectionTitle>
      {account.contacts.length === 0 ? (
        <p class="quiet">{t('account.no_contacts')}</p>
      ) : (
        <ul class="card list">
          {account.contacts.map((contact) => (
            <ContactRow key={contact.name + contact.phone + contact.email} contact={contact} />
          ))}
        </ul>
      )}
    </section>
  )
}

function ContactRow({ contact }: { contact: Contact }) {
  const name = contact.name || contact.phone || contact.email
  return (
    <li class="contact">
      <span class="grow">
        <strong>{name}</strong>
        <span class="quiet small">
          {[contact.phone, contact.email].filter((one) => one && one !== name).join(' \u00b7 ')}
        </span>
      </span>
      {contact.phone && (
        <LinkButton
          round
          icon="call"
          href={`tel:${contact.phone}`}
          aria-label={t('account.call_name', { name })}
        />
      )}
      {contact.email && (
        <LinkButton
          round
          icon="mail"
          href={`mailto:${contact.email}`}
          aria-label={t('account.mail_name', { name })}
        />
      )}
    </li>
  )
}

function Hours({ account }: { account: AccountRow }) {
  const [correcting, setCorrecting] = useState(false)
  const days = weekFrom(phone.today.value, account.hours_week)
  return (
    <section>
      <SectionTitle>{t('account.hours')}</SectionTitle>
      <Card>
        <div class="stack">
          {account.opening_hours_problem && (
            <p class="small">
              {t('account.hours_problem', { text: account.opening_hours_problem })}
            </p>
          )}
          <dl class="hours number">
            {days.map(({ on, windows }) => (
              <div key={on} class={on === phone.today.value ? 'is-today' : ''}>
                <dt>{weekdayName(on)}</dt>
                <dd>{hours(windows)}</dd>
              </div>
            ))}
          </dl>
          {!account.opening_hours && <p class="quiet small">{t('account.hours_assumed')}</p>}
        </div>
      </Card>
      <Button look="plain" icon="pen" onClick={() => setCorrecting(true)}>
        {t('correct.title')}
      </Button>
      {correcting && <CorrectSheet account={account} onClose={() => setCorrecting(false)} />}
    </section>
  )
}

function HistoryList({ account }: { account: AccountRow }) {
  const today = phone.today.value
  const told = history(account, phone.standing.value.facts)
  return (
    <section>
      <SectionTitle>{t('account.history')}</SectionTitle>
      {told.length === 0 ? (
        <p class="quiet">{t('account.no_history')}</p>
      ) : (
        <ul class="card list">
          {told.map((one) => (
            <li key={one.key} class="told">
              <div class="row wrap">
                <strong>{date(one.on, today)}</strong>
                <Chip tone={one.outcome === 'missed' ? 'bad' : 'ok'}>
                  {word('outcome', one.outcome)}
                </Chip>
                {one.result && <span class="quiet small">{word('result', one.result)}</span>}
                {one.waiting && <span class="quiet small">{t('today.waiting_mark')}</span>}
              </div>
              {one.note && <p class="note">{one.note}</p>}
              {one.rep && <p class="quiet small">{one.rep}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Sales({ account }: { account: AccountRow }) {
  const bars = yearOfSales(useMonths(account), phone.today.value)
  if (account.sales_12m <= 0 && account.sales_12m_before <= 0) return null
  const grown = change(account.sales_12m, account.sales_12m_before)
  const before = t('account.sales_before', {
    before: money(account.sales_12m_before),
    change: grown ?? '\u2013',
  })
  return (
    <section>
      <SectionTitle>{t('account.sales')}</SectionTitle>
      <Card>
        <p>
          <strong class="figure number">{money(account.sales_12m)}</strong>{' '}
          <span class="quiet">{before}</span>
          {phone.me.value?.demo && <Chip>{t('account.sales_simulated')}</Chip>}
        </p>
        {bars.some((bar) => bar.value > 0) && (
          <Bars
            label={`${money(account.sales_12m)}, ${before}`}
            bars={bars.map((bar) => ({ ...bar, label: monthName(bar.month) }))}
          />
        )}
      </Card>
    </section>
  )
}

/** Sales by month are too many for every account on the phone: asked for when one is looked at. */
function useMonths(account: AccountRow): readonly SalesMonth[] {
  const [asked, setAsked] = useState<readonly SalesMonth[]>([])
  useEffect(() => {
    let left = false
    const ask = async () => {
      const answer = await api.get<AccountRow>(`/api/accounts/${account.id}`)
      if (!left && answer.kind === 'ok') setAsked(answer.data.sales)
    }
    if (account.sales.length === 0) void ask()
    return () => {
      left = true
    }
  }, [account.id])
  return account.sales.length > 0 ? account.sales : asked
}
