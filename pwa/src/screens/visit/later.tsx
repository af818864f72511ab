import { useState } from 'preact/hooks'
import type { StopView } from '../../day.ts'
import * as phone from '../../phone.ts'
import { hash } from '../../router.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { clock, date } from '../../ui/format.ts'
import { navigationApp, navigationUrl } from '../../ui/preferences.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import { whyVisit } from '../../ui/whys.ts'
import type { VisitRow } from '../../wire.ts'
import { HoldSheet } from '../today/hold.tsx'
import { SkipSheet } from '../today/skip.tsx'

interface LaterProps {
  visit: VisitRow
  onClose: () => void
}

/** A visit of a later date: move it, hold it, cancel it, drive there. */
export function LaterSheets({ visit, onClose }: LaterProps) {
  const [asked, ask] = useState<'hold' | 'skip' | null>(null)
  const day = phone.dayOn(visit.on)
  const stop = [...day.stops, ...day.calls].find((one) => one.visit.id === visit.id)
  if (!stop) return null
  const props = { stop, day, ask: () => {}, onClose }
  if (asked === 'hold') return <HoldSheet {...props} />
  if (asked === 'skip') return <SkipSheet {...props} />
  return <LaterSheet stop={stop} ask={ask} onClose={onClose} />
}

interface LaterSheetProps {
  stop: StopView
  ask: (what: 'hold' | 'skip') => void
  onClose: () => void
}

function LaterSheet({ stop, ask, onClose }: LaterSheetProps) {
  const { account, visit } = stop
  const today = phone.today.value
  const when = [date(visit.on, today), visit.start_s !== null && clock(visit.start_s)]
  const number = account?.contacts.find((contact) => contact.phone)?.phone
  return (
    <Sheet title={visit.account} onClose={onClose}>
      <div class="stack">
        <p class="number">
          <strong>{when.filter(Boolean).join(' \u00b7 ')}</strong>
        </p>
        <p class="quiet">{whyVisit(visit, today)}</p>
        <div class="actions">
          <LinkButton
            look="primary"
            icon="calendar"
            href={hash({ screen: 'find-day', id: visit.id })}
          >
            {t('why.move')}
          </LinkButton>
          <Button icon="pin" onClick={() => ask('hold')}>
            {t('why.hold')}
          </Button>
          <Button icon="skip" onClick={() => ask('skip')}>
            {t('today.skip')}
          </Button>
          {account?.lat != null && account.lon != null && visit.channel === 'visit' && (
            <LinkButton
              icon="navigate"
              href={navigationUrl(navigationApp.value, account.lat, account.lon)}
              target="_blank"
              rel="noopener"
            >
              {t('today.navigate')}
            </LinkButton>
          )}
          {number && (
            <LinkButton icon="call" href={`tel:${number}`}>
              {t('today.call')}
            </LinkButton>
          )}
        </div>
      </div>
    </Sheet>
  )
}
