import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { about, loadReps, person, reps } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Input, Select } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import { FreshLink } from './link.tsx'
import { RepFields } from './rep-fields.tsx'
import { useTeams } from './teams.ts'
import { fault, newForm, type RepForm, repChange } from './week.ts'
import type { RepInvited } from './wire.ts'

/** A new rep: who, where, when; then the link to hand over. */
export function InviteDrawer({ onClose }: { onClose: () => void }) {
  const [made, show] = useState<RepInvited | null>(null)
  return (
    <Drawer
      title={made ? `${made.rep.name} is invited` : 'Invite a rep'}
      lead={made ? made.rep.email : 'They set their own password with a link you hand over.'}
      onClose={onClose}
    >
      {made ? (
        <div class="stack">
          <FreshLink invitation={made.invitation} />
          <div>
            <Button onClick={onClose}>Done</Button>
          </div>
        </div>
      ) : (
        <Form onMade={show} />
      )}
    </Drawer>
  )
}

function Form({ onMade }: { onMade: (made: RepInvited) => void }) {
  const like = reps.value[0]
  const [who, name] = useState({ name: '', email: '', team_id: '' })
  const [form, set] = useState(newForm(about.value?.zone ?? 'UTC', like?.country ?? 'US'))
  const teams = useTeams()
  const { busy, act } = useAct()
  const wrong = whoFault(who) || baseFault(form) || fault(form)
  const invite = async (event: SubmitEvent) => {
    event.preventDefault()
    if (wrong) return
    const { team_id, ...said } = who
    const ask = { ...said, ...(team_id && { team_id }), settings: repChange(form) }
    const answer = await act(() => api.invite(ask))
    if (!answer) return
    await loadReps()
    onMade(answer.data)
  }
  return (
    <form class="stack" noValidate onSubmit={(event) => void invite(event)}>
      <div class="columns">
        <Input label="Name" value={who.name} onInput={(text) => name({ ...who, name: text })} />
        <Input label="E-mail" value={who.email} onInput={(email) => name({ ...who, email })} />
        {person.value?.role === 'admin' && (
          <Select
            label="Team"
            value={who.team_id}
            options={[['', 'No team'], ...teams.map((one) => [one.id, one.name] as const)]}
            onChange={(team_id) => name({ ...who, team_id })}
          />
        )}
      </div>
      <RepFields form={form} put={(part) => set({ ...form, ...part })} />
      {wrong && <p class="small wrong">{wrong}</p>}
      <div>
        <Button type="submit" look="primary" disabled={busy || wrong !== ''}>
          {busy ? 'Inviting' : 'Invite'}
        </Button>
      </div>
    </form>
  )
}

/** Without a base nobody can be planned. */
function baseFault({ lat, lon }: RepForm): string {
  return lat.trim() && lon.trim() ? '' : 'Say where the days begin: latitude and longitude.'
}

function whoFault({ name, email }: { name: string; email: string }): string {
  if (!name.trim()) return 'A rep needs a name.'
  return /^[^@\s]+@[^@\s]+$/.test(email.trim()) ? '' : 'A rep needs an e-mail, to sign in with.'
}
