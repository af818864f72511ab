import { useState } from 'preact/hooks'
import * as acts from '../../acts.ts'
import * as phone from '../../phone.ts'
import { Button } from '../../ui/button.tsx'
import { Choices } from '../../ui/choices.tsx'
import { date } from '../../ui/format.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import type { VisitRow } from '../../wire.ts'
import type { StopSheetProps } from './sheets.tsx'
import { offerUndo } from './undo.ts'

export const REASONS = ['no_time', 'called_off', 'not_needed', 'too_far', 'other'] as const
export type SkipReason = (typeof REASONS)[number]

/** Drops a visit from its day: a wish the next plan answers. */
export async function drop(visit: VisitRow, reason: SkipReason): Promise<void> {
  const args = { visit_id: visit.id, on: visit.on, reason: t(`skip.reason.${reason}`) }
  const saved = await acts.say({ kind: 'drop', args }, visit)
  if (saved.ok) offerUndo(t('skip.saved', { name: visit.account }), saved.value.item.id)
  else toast(t('report.failed', { why: saved.why }))
}

/** Reasons that are about today alone. */
const OF_TODAY: readonly SkipReason[] = ['no_time', 'too_far']

/** Asks for a reason, then drops the visit from its day. */
export function SkipSheet({ stop, onClose }: Pick<StopSheetProps, 'stop' | 'onClose'>) {
  const { visit } = stop
  const later = visit.on !== phone.today.value
  const reasons = REASONS.filter((one) => !later || !OF_TODAY.includes(one))
  const [reason, setReason] = useState<SkipReason>(reasons[0] ?? 'other')
  const values = { name: visit.account, date: date(visit.on, phone.today.value) }
  const skip = async () => {
    await drop(visit, reason)
    onClose()
  }
  return (
    <Sheet title={t(later ? 'skip.title_on' : 'skip.title', values)} onClose={onClose}>
      <div class="stack">
        <p class="quiet">{t('skip.lead')}</p>
        <Choices
          legend={t('report.result_missed')}
          name="reason"
          value={reason}
          onChange={setReason}
          choices={reasons.map((value) => ({ value, label: t(`skip.reason.${value}`) }))}
        />
        <Button look="primary" icon="skip" wide onClick={() => void skip()}>
          {t(later ? 'skip.button_on' : 'skip.button', values)}
        </Button>
      </div>
    </Sheet>
  )
}
