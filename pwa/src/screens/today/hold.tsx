import { useState } from 'preact/hooks'
import * as acts from '../../acts.ts'
import * as phone from '../../phone.ts'
import { Button } from '../../ui/button.tsx'
import { clock, date } from '../../ui/format.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import type { StopSheetProps } from './sheets.tsx'
import { offerUndo } from './undo.ts'

/** Holds a visit to its day, or to a time of it: a wish the next plan answers. */
export function HoldSheet({ stop, onClose }: StopSheetProps) {
  const { visit } = stop
  const [at, setAt] = useState(clock(stop.start_s))
  const hold = async (from_s: number | null) => {
    const args = {
      visit_id: visit.id,
      on: visit.on,
      start_s: from_s,
      end_s: from_s === null ? null : Math.min(86_400, from_s + visit.service_s + 900),
      reason: '',
    }
    const saved = await acts.say({ kind: 'pin', args }, visit)
    onClose()
    if (saved.ok) offerUndo(t('hold.saved', { name: visit.account }), saved.value.item.id)
    else toast(t('report.failed', { why: saved.why }))
  }
  return (
    <Sheet title={t('hold.title', { name: visit.account })} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void hold(secondsOf(at))
        }}
      >
        <p class="quiet">{t('hold.lead')}</p>
        <label class="field short">
          <span>{t('hold.at')}</span>
          <input
            type="time"
            required
            value={at}
            onInput={(event) => setAt(event.currentTarget.value)}
          />
        </label>
        <Button look="primary" icon="clock" wide type="submit">
          {t('hold.to_time', { time: at })}
        </Button>
        <Button icon="calendar" wide onClick={() => void hold(null)}>
          {t('hold.to_day', { date: date(visit.on, phone.today.value) })}
        </Button>
      </form>
    </Sheet>
  )
}

/** Seconds of the day from "09:40". */
export function secondsOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * 3600 + minutes * 60
}
