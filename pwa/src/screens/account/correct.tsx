import { useState } from 'preact/hooks'
import * as acts from '../../acts.ts'
import { Button } from '../../ui/button.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import type { AccountRow, CorrectArgs } from '../../wire.ts'
import { here } from '../today/check-in.ts'
import { offerUndo } from '../today/undo.ts'

/** What somebody who stands there knows better: hours, place, a phone number. Works offline. */
export function CorrectSheet({ account, onClose }: { account: AccountRow; onClose: () => void }) {
  const [opening, setOpening] = useState(account.opening_hours)
  const [number, setNumber] = useState(account.contacts[0]?.phone ?? '')
  const [busy, setBusy] = useState(false)
  const send = async (args: CorrectArgs) => {
    const saved = await acts.say({ kind: 'correct', args }, account)
    if (!saved.ok) return toast(t('report.failed', { why: saved.why }))
    offerUndo(t('correct.saved', { name: account.name }), saved.value.item.id)
    onClose()
  }
  const place = async () => {
    setBusy(true)
    const at = await here()
    setBusy(false)
    if (at) await send({ lat: at.lat, lon: at.lon })
    else toast(t('correct.no_place'))
  }
  return (
    <Sheet title={t('correct.title')} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void send(changes(account, opening, number))
        }}
      >
        <label class="field">
          <span>{t('account.hours')}</span>
          <input
            value={opening}
            maxLength={200}
            placeholder="Mo-Fr 09:00-12:00,14:00-18:00"
            onInput={(event) => setOpening(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{t('correct.phone')}</span>
          <input
            type="tel"
            value={number}
            maxLength={200}
            onInput={(event) => setNumber(event.currentTarget.value)}
          />
        </label>
        <Button look="primary" icon="check" wide type="submit">
          {t('correct.save')}
        </Button>
        <Button icon="pin" wide disabled={busy} onClick={() => void place()}>
          {t(busy ? 'today.checking_in' : 'correct.here')}
        </Button>
      </form>
    </Sheet>
  )
}

/** Only what differs is sent: somebody else may have changed the rest meanwhile. */
function changes(account: AccountRow, opening: string, number: string): CorrectArgs {
  const args: CorrectArgs = {}
  if (opening.trim() !== account.opening_hours) args.opening_hours = opening.trim()
  const [first, ...others] = account.contacts
  if (number.trim() !== (first?.phone ?? '')) {
    args.contacts = [{ name: '', email: '', ...first, phone: number.trim() }, ...others]
  }
  return args
}
