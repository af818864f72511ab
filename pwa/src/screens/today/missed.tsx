import { useState } from 'preact/hooks'
import * as acts from '../../acts.ts'
import * as phone from '../../phone.ts'
import { Button } from '../../ui/button.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { t, word } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { NearbyList } from '../nearby/nearby-list.tsx'
import { RESULTS } from '../report/draft.ts'
import type { StopSheetProps } from './sheets.tsx'
import { offerUndo } from './undo.ts'

/** The door is closed: a reason is the report, then what else is near. */
export function MissedSheet({ stop, onClose }: StopSheetProps) {
  const [saved, setSaved] = useState(false)
  const { visit } = stop
  const miss = async (result: string) => {
    const told = await acts.report(visit, {
      visit_id: visit.id,
      on: phone.today.value,
      outcome: 'missed',
      result,
      note: '',
      minutes: null,
    })
    if (!told.ok) return toast(t('report.failed', { why: told.why }))
    setSaved(true)
    offerUndo(t('missed.saved', { name: visit.account }), told.value.item.id)
  }
  if (saved) {
    return (
      <Sheet title={t('missed.nearby')} onClose={onClose}>
        <NearbyList from={visit.account_id} />
      </Sheet>
    )
  }
  return (
    <Sheet title={t('missed.title', { name: visit.account })} onClose={onClose}>
      <ul class="stack">
        {RESULTS.missed.map((result) => (
          <li key={result}>
            <Button wide onClick={() => void miss(result)}>
              {word('result', result)}
            </Button>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
