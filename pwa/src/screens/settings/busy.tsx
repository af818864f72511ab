import { Calendars } from '../../busy/calendars.tsx'
import * as phone from '../../phone.ts'
import { Card, SectionTitle } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'

/** The rep's other calendars: the plan moves around what they fill. */
export function Busy() {
  const person = phone.person.value
  if (!person) return null
  return (
    <section>
      <SectionTitle>{t('busy.title')}</SectionTitle>
      <Card>
        <div class="stack">
          <p class="quiet">{t('busy.lead')}</p>
          <Calendars
            repId={person.id}
            own
            zone={phone.zone.value}
            today={phone.today.value}
            now={phone.now.value}
          />
        </div>
      </Card>
    </section>
  )
}
