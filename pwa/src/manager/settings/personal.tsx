import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Remote, useRemote } from '../remote.ts'
import { person } from '../session.ts'
import { Input, Select, Shown } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import type { AuditPage, Named } from './log-wire.ts'

/** Erasing a person on request: what goes, what stays, and the name typed before it happens. */
export function PersonalData() {
  const page = useRemote('people of the log', () => api.log({}))
  const mayErase = person.value?.role === 'admin'
  return (
    <section class="card stack">
      <h2>Erase a person's data</h2>
      <p>
        When somebody who left asks for it: the name, mail address, password, devices, calendars,
        positions and reasons of days off are erased for good. What they did stays under “A former
        rep”, so that no figure changes.
      </p>
      {mayErase ? (
        <Shown of={page} label="Looking up the people">
          {(data) => <Form page={data} remote={page} />}
        </Shown>
      ) : (
        <p class="quiet">Only an admin can do this. Ask yours.</p>
      )}
    </section>
  )
}

function Form({ page, remote }: { page: AuditPage; remote: Remote<AuditPage> }) {
  const [id, setId] = useState('')
  const [typed, setTyped] = useState('')
  const { busy, act } = useAct()
  const people = page.people.filter((one) => canBeErased(one))
  const chosen = people.find((one) => one.id === id)
  const erase = async (one: Named) => {
    const done = await act(() => api.erasePerson(one.id, typed))
    if (!done) return
    toast(`Erased. They are called “${done.data.name}” now.`, null, 9000)
    setId('')
    setTyped('')
    remote.reload()
  }
  return (
    <div class="stack">
      <Select
        label="Who"
        value={id}
        options={[['', 'Choose a person'], ...people.map((one) => [one.id, one.name] as const)]}
        onChange={setId}
      />
      {chosen && (
        <>
          <Input
            label={`Type “${chosen.name}” to confirm`}
            value={typed}
            hint="This cannot be undone. Give their accounts to other reps first."
            onInput={setTyped}
          />
          <div class="row">
            <Button
              look="danger"
              disabled={busy || typed.trim() !== chosen.name.trim()}
              onClick={() => void erase(chosen)}
            >
              Erase {chosen.name}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}

function canBeErased(one: Named): boolean {
  return one.id !== person.value?.id && !one.name.startsWith('A former ')
}
