import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { ago } from '../../ui/format.ts'
import { Chip } from '../../ui/pieces.tsx'
import { Confirm } from '../../ui/sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import type { SignInRow } from '../../wire.ts'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { nowMs, reps } from '../session.ts'
import { Select, Shown } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import { LostPhones } from './lost-phones.tsx'

const ENTRIES = { phone: 'phone app', desk: 'desk', token: 'program' } as const

/** Where somebody is signed in, with a way to end it from here. */
export function Devices() {
  const [whose, choose] = useState('')
  const devices = useRemote(`devices ${whose}`, () => api.devices(whose))
  const [lost, ask] = useState<SignInRow | null>(null)
  const { busy, act } = useAct()
  const end = async (row: SignInRow, wipe: boolean) => {
    ask(null)
    const ended = await act(() => api.revoke(row.id, wipe))
    if (!ended) return
    toast(wipe ? 'Signed out; it is wiped at its next contact.' : 'Signed out there.')
    devices.reload()
  }
  return (
    <>
      <LostPhones />
      <section class="card stack">
        <h2>Signed-in devices</h2>
        <Select
          label="Whose"
          value={whose}
          options={[['', 'Mine'], ...reps.value.map((rep) => [rep.id, rep.name] as const)]}
          onChange={choose}
        />
        <Shown of={devices} label="Looking up devices">
          {({ items }) =>
            items.length === 0 ? (
              <p class="quiet">Signed in nowhere.</p>
            ) : (
              <ul class="settings">
                {items.map((row) => (
                  <li key={row.id}>
                    <div class="grow">
                      <strong>{row.device || ENTRIES[row.entry]}</strong>{' '}
                      {row.current && <Chip tone="ok">this one</Chip>}
                      <p class="quiet small">
                        {ENTRIES[row.entry]}, last seen {ago(Date.parse(row.last_seen_at), nowMs())}
                      </p>
                    </div>
                    {!row.current && (
                      <div class="row wrap">
                        <Button disabled={busy} onClick={() => void end(row, false)}>
                          Sign out there
                        </Button>
                        <Button look="danger" disabled={busy} onClick={() => ask(row)}>
                          This device is lost
                        </Button>
                      </div>
                    )}
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
        {lost && (
          <Confirm
            title="Lost?"
            text="It is signed out now. At its next contact everything of Rounds on it is deleted; what it has not sent yet is kept aside here, for you to apply or discard."
            yes="Sign out and wipe"
            danger
            onYes={() => void end(lost, true)}
            onNo={() => ask(null)}
          />
        )}
      </section>
    </>
  )
}
