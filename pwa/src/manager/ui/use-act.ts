import { useState } from 'preact/hooks'
import type { Answer } from '../../api.ts'
import { toast } from '../../ui/toast.tsx'
import { refusalWords } from '../remote.ts'

/**
 * Does one thing at a time: `busy` while it runs, so that no button acts twice.
 *
 * Answers the data, or null after having said why it did not work.
 */
export function useAct() {
  const [busy, setBusy] = useState(false)
  const act = async <T>(ask: () => Promise<Answer<T>>): Promise<{ data: T } | null> => {
    if (busy) return null
    setBusy(true)
    const answer = await ask()
    setBusy(false)
    if (answer.kind === 'ok') return { data: answer.data }
    toast(refusalWords(answer), null, 9000)
    return null
  }
  return { busy, act }
}
