import { useState } from 'preact/hooks'
import type { StopView } from '../../day.ts'
import { UNDO_MS } from '../../outbox.ts'
import * as phone from '../../phone.ts'
import { Button } from '../../ui/button.tsx'
import { Choices } from '../../ui/choices.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'

const REASONS = ['no_time', 'called_off', 'not_needed', 'too_far', 'other'] as const
type Reason = (typeof REASONS)[number]

/** Asks for a reason, then drops today's visit: a wish the next plan answers. */
export function SkipSheet({ stop, onClose }: { stop: StopView; onClose: () => void }) {
  const [reason, setReason] = useState<Reason>('no_time')
  const { visit } = stop
  const skip = async () => {
    const saved = await phone.skip(visit, {
      visit_id: visit.id,
      on: visit.on,
      reason: t(`skip.reason.${reason}`),
    })
    onClose()
    if (saved.ok) offerUndo(t('skip.saved', { name: visit.account }), saved.value.item.id)
    else toast(t('report.failed', { why: saved.why }))
  }
  return (
    <Sheet title={t('skip.title', { name: visit.account })} onClose={onClose}>
      <div class="stack">
        <p class="quiet">{t('skip.lead')}</p>
        <Choices
          legend={t('report.result_missed')}
          name="reason"
          value={reason}
          onChange={setReason}
          choices={REASONS.map((value) => ({ value, label: t(`skip.reason.${value}`) }))}
        />
        <Button look="primary" icon="skip" wide onClick={() => void skip()}>
          {t('skip.button')}
        </Button>
      </div>
    </Sheet>
  )
}

/** Says what was saved, with an undo for as long as the row has not left the phone. */
export function offerUndo(text: string, id: string): void {
  const undo = async () => {
    const undone = await phone.undo(id)
    toast(undone.ok && undone.value ? t('report.taken_back') : t('report.withdrawn'))
  }
  toast(text, () => void undo(), UNDO_MS)
}
