import { useState } from 'preact/hooks'
import { Feeds } from '../../feeds/feeds.tsx'
import * as phone from '../../phone.ts'
import { Button } from '../../ui/button.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import type { AccountRow } from '../../wire.ts'

/** One account's visits in any calendar: for those who only care for this one. */
export function AccountCalendar({ account }: { account: AccountRow }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look="plain" icon="calendar" wide onClick={() => setOpen(true)}>
        {t('feed.account')}
      </Button>
      {open && (
        <Sheet title={account.name} onClose={() => setOpen(false)}>
          <div class="stack">
            <p class="quiet">{t('feed.account_lead')}</p>
            <Feeds kind="account" accountId={account.id} now={phone.now.value} />
          </div>
        </Sheet>
      )}
    </>
  )
}
