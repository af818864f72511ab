import { useState } from 'preact/hooks'
import { addDays } from '../../dates.ts'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { toast } from '../../ui/toast.tsx'
import { today } from '../session.ts'
import { Input } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import type { Exception } from './wire.ts'

/** Sets an exception aside until a date, with a reason; worse by a quarter, it comes back sooner. */
export function Snooze({ of, onDone }: { of: Exception; onDone: () => void }) {
  const [open, setOpen] = useState(false)
  const [until, setUntil] = useState(addDays(today.value, 7))
  const [why, setWhy] = useState('')
  const { busy, act } = useAct()
  const save = async () => {
    if (!(await act(() => api.snooze(of.key, until, why, of.size)))) return
    toast(`Set aside until ${date(until)}.`, () => void bringBack(of, act, onDone), 9000)
    onDone()
  }
  if (!open)
    return (
      <Button look="plain" aria-label={`Not now: ${of.title}`} onClick={() => setOpen(true)}>
        Not now
      </Button>
    )
  return (
    <form
      class="row wrap snooze"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Input
        label="Until"
        type="date"
        value={until}
        min={addDays(today.value, 1)}
        onInput={setUntil}
      />
      <Input label="Why" value={why} placeholder="Ann is ill until then" onInput={setWhy} />
      <Button type="submit" look="primary" disabled={busy || !why.trim()}>
        Set aside
      </Button>
      <Button look="plain" onClick={() => setOpen(false)}>
        Cancel
      </Button>
      <p class="small quiet">It comes back that day, or sooner if it gets a quarter worse.</p>
    </form>
  )
}

export async function bringBack(
  of: Exception,
  act: ReturnType<typeof useAct>['act'],
  onDone: () => void,
) {
  if (await act(() => api.snooze(of.key, null, '', 0))) onDone()
}
