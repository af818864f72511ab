import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Id } from '../../wire.ts'
import { today } from '../session.ts'
import { Input } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import { weeks, weekWords } from './effect.ts'
import type { Proposal, RepLoad } from './wire.ts'

const UNDO_MS = 10_000

interface DecideProps {
  chosen: readonly Proposal[]
  reps: readonly RepLoad[]
  onDone: () => void
}

/** What the picked proposals do together, and the two ways to decide them. */
export function Decide({ chosen, reps, onDone }: DecideProps) {
  const [from, setFrom] = useState(today.value)
  const [why, setWhy] = useState<string | null>(null)
  const { busy, act } = useAct()
  const ids = chosen.map((one) => one.id)
  const done = (text: string) => {
    setWhy(null)
    onDone()
    toast(text, () => void takeBack(ids), UNDO_MS)
  }
  const takeBack = async (decided: readonly Id[]) => {
    if (!(await act(() => api.reopen(decided)))) return
    onDone()
    toast('The decision is taken back; the proposals stand open again.')
  }
  const accept = async () => {
    const made = await act(() => api.accept(ids, from))
    if (made) done(`${count(ids)} accepted${made.data.waiting ? `, from ${from}` : ''}.`)
  }
  const refuse = async () => {
    if (why?.trim() && (await act(() => api.refuse(ids, why.trim())))) {
      done(`${count(ids)} refused.`)
    }
  }
  if (chosen.length === 0) {
    return <p class="quiet">Pick proposals to see what they do together, and to decide.</p>
  }
  return (
    <div class="decide stack">
      <Effect chosen={chosen} reps={reps} />
      {why === null ? (
        <div class="row wrap bottom">
          <Input label="From" type="date" value={from} min={today.value} onInput={setFrom} />
          <Button
            look="primary"
            icon="check"
            disabled={busy || !from}
            onClick={() => void accept()}
          >
            Accept {ids.length}
          </Button>
          <Button icon="cross" disabled={busy} onClick={() => setWhy('')}>
            Refuse
          </Button>
        </div>
      ) : (
        <form
          class="row wrap bottom"
          onSubmit={(event) => {
            event.preventDefault()
            void refuse()
          }}
        >
          <div class="grow">
            <Input
              label="Why not?"
              value={why}
              hint="Kept with the decision, for whoever proposed it."
              onInput={setWhy}
            />
          </div>
          <Button look="primary" type="submit" disabled={busy || !why.trim()}>
            Refuse {ids.length}
          </Button>
          <Button look="plain" onClick={() => setWhy(null)}>
            Back
          </Button>
        </form>
      )}
    </div>
  )
}

function count(ids: readonly Id[]): string {
  return ids.length === 1 ? '1 proposal' : `${ids.length} proposals`
}

function Effect({ chosen, reps }: Omit<DecideProps, 'onDone'>) {
  const found = weeks(chosen, reps)
  return (
    <ul class="class-effect number" aria-live="polite">
      {found.map((week) => (
        <li key={week.rep}>{weekWords(week)}</li>
      ))}
      {found.length === 0 && <li>Nobody has these accounts, so nobody’s week changes.</li>}
    </ul>
  )
}
