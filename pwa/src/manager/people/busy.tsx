import { Calendars } from '../../busy/calendars.tsx'
import { t } from '../../ui/t.ts'
import { nowMs, today } from '../session.ts'
import type { Rep } from '../wire.ts'

/** What else fills a rep's days. A manager sees when, never what it is called. */
export function Busy({ rep }: { rep: Rep }) {
  return (
    <section class="stack busy-part">
      <h3>{t('busy.title')}</h3>
      <p class="quiet small">{t('busy.lead')}</p>
      <Calendars repId={rep.id} own={false} zone={rep.zone} today={today.value} now={nowMs()} />
    </section>
  )
}
