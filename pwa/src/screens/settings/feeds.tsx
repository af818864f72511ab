import { Feeds as Addresses } from '../../feeds/feeds.tsx'
import * as phone from '../../phone.ts'
import { Card, SectionTitle } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'

/** The rep's own visits in any calendar. */
export function Feeds() {
  return (
    <section>
      <SectionTitle>{t('settings.calendar')}</SectionTitle>
      <Card>
        <div class="stack">
          <p class="quiet">{t('settings.calendar_lead')}</p>
          <Addresses kind="rep" now={phone.now.value} />
        </div>
      </Card>
    </section>
  )
}
