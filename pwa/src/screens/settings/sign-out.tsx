import { useState } from 'preact/hooks'
import * as phone from '../../phone.ts'
import * as signing from '../../signing.ts'
import { Button } from '../../ui/button.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { saveOutboxFile } from '../outbox/file.ts'

/** Tries to send first; what is left then is the person's to decide about. */
export function SignOut() {
  const [left, setLeft] = useState(0)
  const go = async () => {
    if (phone.outbox.value.length > 0) {
      toast(t('signout.trying'))
      await phone.syncNow(true)
    }
    const rows = (await phone.theStore()?.outbox()) ?? []
    if (rows.length > 0) setLeft(rows.length)
    else await signing.signOut('forget')
  }
  return (
    <>
      <Button look="danger" wide onClick={() => void go()}>
        {t('settings.sign_out')}
      </Button>
      {left > 0 && (
        <Sheet title={t('signout.title', { count: left })} onClose={() => setLeft(0)}>
          <div class="stack">
            <p class="quiet">{t('signout.lead')}</p>
            <Button look="primary" wide onClick={() => void signing.signOut('keep')}>
              {t('signout.later')}
            </Button>
            <Button icon="file" wide onClick={() => saveOutboxFile(phone.outbox.value)}>
              {t('signout.file')}
            </Button>
            <Button look="danger" icon="trash" wide onClick={() => void signing.signOut('forget')}>
              {t('signout.discard')}
            </Button>
          </div>
        </Sheet>
      )}
    </>
  )
}
