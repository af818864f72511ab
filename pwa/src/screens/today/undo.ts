import * as acts from '../../acts.ts'
import { UNDO_MS } from '../../outbox-life.ts'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'

/** Says what was saved, with an undo for as long as the row has not left the phone. */
export function offerUndo(text: string, id: string): void {
  const undo = async () => {
    const undone = await acts.undo(id)
    toast(undone.ok && undone.value ? t('report.taken_back') : t('report.withdrawn'))
  }
  toast(text, () => void undo(), UNDO_MS)
}
