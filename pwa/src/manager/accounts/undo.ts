import { toast } from '../../ui/toast.tsx'
import type { Id } from '../../wire.ts'
import * as api from '../api.ts'
import { refusalWords } from '../remote.ts'
import { loadReps } from '../session.ts'
import { accountsChanged } from './changed.ts'

/** Long enough to look at the result before taking it back. */
export const UNDO_MS = 30_000

/** Takes a change of many back and says how that went. */
export async function takeBack(id: Id): Promise<void> {
  const answer = await api.undo(id)
  if (answer.kind === 'ok') toast(`Undone: ${answer.data.label}`)
  else toast(refusalWords(answer), null, 9000)
  accountsChanged()
  void loadReps()
}
