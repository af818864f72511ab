import { useEffect, useRef } from 'preact/hooks'
import { pinMark } from '../../map/pin.ts'
import type { Sights, Stop } from '../../map/sights.ts'
import { hash } from '../../router.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { clock } from '../../ui/format.ts'
import { Chip } from '../../ui/pieces.tsx'
import { navigationApp, navigationUrl } from '../../ui/preferences.ts'
import { t, word } from '../../ui/t.ts'
import { classWords, dueTone, dueWords } from '../../ui/words.ts'
import type { AccountRow } from '../../wire.ts'

interface CardProps {
  account: AccountRow
  seen: Sights
  onClose: () => void
}

/** Who the tapped pin or dot is, and what to do there. The map stays in sight above it. */
export function AccountCard({ account, seen, onClose }: CardProps) {
  const stop = seen.stops.find((one) => one.account_id === account.id) ?? null
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus({ preventScroll: true }), [account.id])
  useEffect(() => {
    const close = (event: KeyboardEvent) => event.key === 'Escape' && onClose()
    addEventListener('keydown', close)
    return () => removeEventListener('keydown', close)
  }, [onClose])
  return (
    <section class="map-card" aria-labelledby="map-card-name">
      <div class="row">
        {stop && <span class={`stop-number number ${stop.status}`}>{pinMark(stop)}</span>}
        <h2 class="grow" id="map-card-name" tabIndex={-1} ref={title}>
          {account.name}
        </h2>
        <Button look="plain" icon="cross" round aria-label={t('app.close')} onClick={onClose} />
      </div>
      <div class="row wrap">
        <Chip tone="accent">{classWords(account)}</Chip>
        {stop ? (
          <Times stop={stop} />
        ) : (
          <Chip tone={dueTone(account.due)}>{dueWords(account.due)}</Chip>
        )}
        <span class="quiet small">{account.city}</span>
      </div>
      <Acts account={account} stop={stop} />
    </section>
  )
}

function Times({ stop }: { stop: Stop }) {
  if (stop.status !== 'open') return <Chip>{word('status_word', stop.status)}</Chip>
  return <strong class="number">{clock(stop.start_s)}</strong>
}

function Acts({ account, stop }: { account: AccountRow; stop: Stop | null }) {
  const { id, lat, lon } = account
  const report = stop
    ? hash({ screen: 'report', visit: stop.visit_id })
    : hash({ screen: 'report-extra', account: id })
  return (
    <div class="map-acts">
      {lat !== null && lon !== null && (
        <LinkButton
          look="primary"
          icon="navigate"
          href={navigationUrl(navigationApp.value, lat, lon)}
          target="_blank"
          rel="noopener"
        >
          {t('map.navigate')}
        </LinkButton>
      )}
      <LinkButton href={report}>{t('map.report')}</LinkButton>
      <LinkButton href={hash({ screen: 'account', id })}>{t('map.account')}</LinkButton>
    </div>
  )
}
