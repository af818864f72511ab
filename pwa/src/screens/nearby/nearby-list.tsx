import * as acts from '../../acts.ts'
import * as phone from '../../phone.ts'
import { type Place, place } from '../../planner/travel.ts'
import { hash } from '../../router.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { clock, duration } from '../../ui/format.ts'
import { Chip, EmptyState, Skeleton } from '../../ui/pieces.tsx'
import { navigationApp, navigationUrl } from '../../ui/preferences.ts'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { classWords, dueTone, dueWords } from '../../ui/words.ts'
import type { AccountRow } from '../../wire.ts'
import { offerUndo } from '../today/undo.ts'
import { keyOfToday, knownToday, useAnswer } from '../use-answer.ts'
import { around } from './around.ts'

export const USUAL_S = 600

interface NearbyListProps {
  /** The account the rep stands at, where no better place is known. */
  from?: string
  here?: Place | null
  limit_s?: number
}

/** Accounts within a detour of the rest of the day: due ones first, as the planner values them. */
export function NearbyList({ from = '', here = null, limit_s = USUAL_S }: NearbyListProps) {
  const start = here ?? place(phone.account(from))
  const key = [keyOfToday(), from, here?.lat, here?.lon, limit_s].join()
  const found = useAnswer('nearby', key, () => [knownToday(start), around(), limit_s])
  if (!found) return <Skeleton label={t('nearby.looking')} />
  const near = found.flatMap((one) => {
    const account = phone.account(one.key)
    return account ? [{ ...one, account }] : []
  })
  if (near.length === 0) {
    return <EmptyState icon="pin" title={t('nearby.none')} text={t('nearby.none_lead')} />
  }
  return (
    <ul class="card list">
      {near.map(({ account, detour_s, start_s }) => (
        <li key={account.id} class="contact">
          <a class="grow near-name" href={hash({ screen: 'account', id: account.id })}>
            <strong>{account.name}</strong>
            <span class="quiet small number">
              {t('nearby.detour', { duration: duration(detour_s), time: clock(start_s) })}
            </span>
            <span class="row wrap">
              <Chip tone="accent">{classWords(account)}</Chip>
              <Chip tone={dueTone(account.due)}>{dueWords(account.due)}</Chip>
            </span>
          </a>
          <Buttons account={account} />
        </li>
      ))}
    </ul>
  )
}

function Buttons({ account }: { account: AccountRow }) {
  return (
    <span class="row">
      {account.lat !== null && account.lon !== null && (
        <LinkButton
          round
          icon="navigate"
          href={navigationUrl(navigationApp.value, account.lat, account.lon)}
          target="_blank"
          rel="noopener"
          aria-label={t('nearby.navigate', { name: account.name })}
        />
      )}
      <Button
        round
        icon="plus"
        aria-label={t('nearby.add', { name: account.name })}
        onClick={() => void addToday(account)}
      />
    </span>
  )
}

/** A wish: the plan of the rest of today takes it in, where it fits. */
async function addToday(account: AccountRow): Promise<void> {
  const args = { visit_id: null, on: phone.today.value, start_s: null, end_s: null, reason: '' }
  const saved = await acts.say({ kind: 'pin', args }, account)
  if (saved.ok) offerUndo(t('nearby.added', { name: account.name }), saved.value.item.id)
  else toast(t('report.failed', { why: saved.why }))
}
