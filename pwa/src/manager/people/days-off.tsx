import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { toast } from '../../ui/toast.tsx'
import * as api from '../api.ts'
import { loadReps, today } from '../session.ts'
import { Input } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import type { DayOff, Rep } from '../wire.ts'

/** Dates a rep does not work. Public holidays are known and need not be typed. */
export function DaysOff({ rep }: { rep: Rep }) {
  const { busy, act } = useAct()
  const add = async (off: Omit<DayOff, 'id'>) => {
    const added = await act(() => api.addDayOff(rep.id, off))
    if (added) await loadReps()
    return added !== null
  }
  const remove = async (off: DayOff) => {
    const removed = await act(() => api.removeDayOff(off.id))
    if (!removed) return
    await loadReps()
    toast('Removed; the plan follows.', () => void add(withoutId(off)))
  }
  return (
    <section class="stack days-off">
      <h3>Days off</h3>
      <p class="quiet small">Public holidays count by themselves.</p>
      {rep.days_off.length === 0 && <p class="quiet">None.</p>}
      <ul class="stack">
        {rep.days_off.map((off) => (
          <li key={off.id} class="row between">
            <span>
              {date(off.first, today.value)}
              {off.last !== off.first && ` to ${date(off.last, today.value)}`}
              {off.reason && <span class="quiet"> {off.reason}</span>}
            </span>
            <Button
              look="plain"
              icon="trash"
              round
              aria-label={`Remove ${date(off.first)}`}
              disabled={busy}
              onClick={() => void remove(off)}
            />
          </li>
        ))}
      </ul>
      <Add busy={busy} onAdd={add} />
    </section>
  )
}

function withoutId({ first, last, reason }: DayOff): Omit<DayOff, 'id'> {
  return { first, last, reason }
}

interface AddProps {
  busy: boolean
  onAdd: (off: Omit<DayOff, 'id'>) => Promise<boolean>
}

function Add({ busy, onAdd }: AddProps) {
  const [off, set] = useState({ first: '', last: '', reason: '' })
  const last = off.last || off.first
  const good = off.first !== '' && off.first <= last
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (good && (await onAdd({ ...off, last }))) set({ first: '', last: '', reason: '' })
  }
  return (
    <form class="stack" onSubmit={(event) => void submit(event)}>
      <div class="columns">
        <Input
          label="First day"
          type="date"
          value={off.first}
          onInput={(first) => set({ ...off, first })}
        />
        <Input
          label="Last day"
          type="date"
          min={off.first}
          value={off.last}
          onInput={(value) => set({ ...off, last: value })}
        />
        <Input label="Reason" value={off.reason} onInput={(reason) => set({ ...off, reason })} />
      </div>
      <div>
        <Button type="submit" icon="plus" disabled={busy || !good}>
          Add
        </Button>
      </div>
    </form>
  )
}
