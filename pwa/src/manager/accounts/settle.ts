import { toast } from '../../ui/toast.tsx'
import { loadReps } from '../session.ts'
import { accountsChanged } from './changed.ts'
import { takeBack, UNDO_MS } from './undo.ts'
import type { BulkPreview } from './wire.ts'

/** After a change of many: lists follow, and the toast offers the way back. */
export function settle(made: BulkPreview): void {
  accountsChanged()
  void loadReps()
  const undo = made.undo_id
  const back = undo ? () => void takeBack(undo) : null
  toast(`Done: ${made.label}. The plans follow.`, back, UNDO_MS)
}
