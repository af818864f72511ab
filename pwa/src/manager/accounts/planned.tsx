import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { toast } from '../../ui/toast.tsx'
import { useRemote } from '../remote.ts'
import { today } from '../session.ts'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import { accountsChanged, revision } from './changed.ts'
import type { PlannedChange } from './wire.ts'

/** "to Ann from 1 Dec". */
export function plannedWords(one: PlannedChange): string {
  return `${one.words} from ${date(one.valid_from, today.value)}`
}

/** Changes of rep and class that wait for their date, each to be withdrawn. */
export function PlannedChanges({ id, onWithdrawn }: { id: string; onWithdrawn: () => void }) {
  const planned = useRemote(`planned ${id} ${revision.value}`, () => api.planned(id))
  const { busy, act } = useAct()
  const withdraw = async (one: PlannedChange) => {
    if (!(await act(() => api.withdraw(one.id)))) return
    toast(`Withdrawn: ${plannedWords(one)}.`)
    accountsChanged()
    onWithdrawn()
  }
  if (!planned.data?.items.length) return null
  return (
    <section>
      <h3>Changes to come</h3>
      <ul class="plain-list">
        {planned.data.items.map((one) => (
          <li class="row between" key={one.id}>
            <span>
              <strong>{plannedWords(one)}</strong>
              <span class="note small quiet">{[one.why, one.by].filter(Boolean).join(', ')}</span>
            </span>
            <Button disabled={busy} onClick={() => void withdraw(one)}>
              Withdraw
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
