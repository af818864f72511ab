import { useEffect, useState } from 'preact/hooks'
import * as acts from '../../acts.ts'
import * as api from '../../api.ts'
import * as phone from '../../phone.ts'
import { datesFor } from '../../planner/dates-for.ts'
import { Button } from '../../ui/button.tsx'
import { clock, date, duration } from '../../ui/format.ts'
import { Banner, EmptyState, SectionTitle, Skeleton } from '../../ui/pieces.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import type { AccountRow, VisitRow } from '../../wire.ts'
import { BackBar, back } from '../back-bar.tsx'
import { offerUndo } from '../today/undo.ts'
import { useAnswer } from '../use-answer.ts'
import { best, fromServer, type Offer, shade } from './offers.ts'

/** The customer cancels, or asks for another day: what each one would cost, then one tap. */
export function FindDayScreen({ id }: { id: string }) {
  const visit = phone.visit(id) ?? null
  const account = phone.account(visit?.account_id ?? id)
  if (!account) {
    return (
      <main class="screen" id="main">
        <BackBar title={t('account.find_day')} />
        <EmptyState icon="accounts" title={t('account.gone')} />
      </main>
    )
  }
  return <Days account={account} visit={visit} />
}

interface DaysProps {
  account: AccountRow
  visit: VisitRow | null
}

function Days({ account, visit }: DaysProps) {
  const [chosen, choose] = useState<Offer | null>(null)
  const { offers, exact } = useOffers(account, visit)
  const today = phone.today.value
  return (
    <main class="screen" id="main">
      <BackBar title={t('find.title', { name: account.name })} />
      {visit && <p class="quiet">{t('find.now', { date: date(visit.on, today) })}</p>}
      {!offers && <Skeleton label={t('find.looking')} />}
      {offers && (
        <>
          <p class="quiet small" role="status">
            {t(exact ? 'find.exact' : 'find.here')}
          </p>
          {best(offers).length > 0 && <SectionTitle>{t('find.best')}</SectionTitle>}
          <OfferList offers={best(offers)} choose={choose} />
          <SectionTitle>{t('find.all')}</SectionTitle>
          <OfferList offers={offers} choose={choose} />
          {offers.length === 0 && <EmptyState icon="calendar" title={t('find.none')} />}
        </>
      )}
      {chosen && (
        <ChosenSheet offer={chosen} account={account} visit={visit} onClose={() => choose(null)} />
      )}
    </main>
  )
}

/** This phone's own answer at once; the server's, which knows more dates, when it comes. */
function useOffers(account: AccountRow, visit: VisitRow | null) {
  const [answered, setAnswered] = useState<Offer[] | null>(null)
  const own = useAnswer('days', `${account.id} ${visit?.id} ${account.rev}`, () => {
    const { value: now } = phone.local
    const asked = { account, first: now.on, moving: visit?.on ?? null, now_s: now.s }
    return [datesFor(phone.rows.value, phone.standing.value, { ...asked, zone: phone.zone.value })]
  })
  useEffect(() => {
    let left = false
    const ask = async () => {
      const moving = visit ? `?moving=${visit.on}` : ''
      const answer = await api.get<unknown>(`/api/accounts/${account.id}/days${moving}`)
      if (!left && answer.kind === 'ok') setAnswered(fromServer(answer.data))
    }
    void ask()
    return () => {
      left = true
    }
  }, [account.id, visit?.id])
  const all = answered ?? own?.map((offer): Offer => ({ ...offer, sentence: '' })) ?? null
  // The day it has now is no offer.
  const offers = all?.filter((offer) => offer.on !== visit?.on) ?? null
  return { offers, exact: answered !== null }
}

interface OfferListProps {
  offers: readonly Offer[]
  choose: (offer: Offer) => void
}

function OfferList({ offers, choose }: OfferListProps) {
  return (
    <ol class="route">
      {offers.map((offer) => (
        <li key={offer.on}>
          <button
            type="button"
            class={`stop offer ${shade(offer)}`}
            disabled={offer.detour_s === null}
            onClick={() => choose(offer)}
          >
            <span class="grow">
              <span class="stop-name">{date(offer.on, phone.today.value)}</span>
              <span class="small quiet">{words(offer)}</span>
            </span>
            {offer.detour_s !== null && (
              <span class="stop-time number">
                {t('find.detour', { duration: duration(offer.detour_s) })}
              </span>
            )}
          </button>
        </li>
      ))}
    </ol>
  )
}

function words(offer: Offer): string {
  if (offer.why_not) return t(`find.why.${offer.why_not}`)
  const at = offer.start_s === null ? '' : t('find.at', { time: clock(offer.start_s) })
  return [at, t(`find.shade.${shade(offer)}`)].filter(Boolean).join(' \u00b7 ')
}

interface ChosenProps extends DaysProps {
  offer: Offer
  onClose: () => void
}

/** What the choice means, before it is made. */
function ChosenSheet({ offer, account, visit, onClose }: ChosenProps) {
  const today = phone.today.value
  const { latest, earliest } = account.due
  const hold = async () => {
    const args = {
      visit_id: visit?.id ?? null,
      on: offer.on,
      start_s: null,
      end_s: null,
      reason: '',
    }
    const saved = await acts.say({ kind: 'pin', args }, account)
    if (!saved.ok) return toast(t('report.failed', { why: saved.why }))
    const when = { name: account.name, date: date(offer.on, today) }
    offerUndo(t('find.saved', when), saved.value.item.id)
    onClose()
    back()
  }
  return (
    <Sheet title={date(offer.on, today)} onClose={onClose}>
      <div class="stack">
        <p>
          {t('find.means', {
            duration: duration(offer.detour_s ?? 0),
            time: clock(offer.start_s),
          })}
        </p>
        {visit && visit.on !== offer.on && (
          <p>{t('find.leaves', { date: date(visit.on, today) })}</p>
        )}
        {latest && offer.on > latest && (
          <Banner tone="warn">{t('find.late', { date: date(latest, today) })}</Banner>
        )}
        {earliest && offer.on < earliest && (
          <Banner>{t('find.early', { date: date(earliest, today) })}</Banner>
        )}
        <p class="quiet small">{t('hold.lead')}</p>
        <Button look="primary" icon="calendar" wide onClick={() => void hold()}>
          {t('find.button', { date: date(offer.on, today) })}
        </Button>
      </div>
    </Sheet>
  )
}
