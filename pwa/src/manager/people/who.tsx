import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/pieces.tsx'
import { toast } from '../../ui/toast.tsx'
import { href } from '../router.ts'
import { loadReps, person } from '../session.ts'
import { Input, Select } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import type { Rep } from '../wire.ts'
import * as api from './api.ts'
import { useTeams } from './teams.ts'
import type { PersonChange } from './wire.ts'

/** Who a rep is: name, e-mail, team. */
export function Who({ rep }: { rep: Rep }) {
  const teams = useTeams()
  const [name, setName] = useState(rep.name)
  const [email, setEmail] = useState(rep.email)
  const { busy, act } = useAct()
  const change = useChange(rep)
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    await act(() => change({ name, email }))
  }
  const same = name === rep.name && email === rep.email
  return (
    <form class="stack" noValidate onSubmit={(event) => void save(event)}>
      <div class="columns">
        <Input label="Name" value={name} onInput={setName} />
        <Input label="E-mail" value={email} onInput={setEmail} />
        {person.value?.role === 'admin' && (
          <Select
            label="Team"
            disabled={busy}
            value={teams.find((one) => one.name === rep.team)?.id ?? ''}
            options={[
              ...(rep.team ? [] : [['', 'No team'] as const]),
              ...teams.map((one) => [one.id, one.name] as const),
            ]}
            onChange={(team_id) => void act(() => change({ team_id }))}
          />
        )}
      </div>
      <div>
        <Button type="submit" disabled={busy || same || !name.trim() || !email.includes('@')}>
          Save name and e-mail
        </Button>
      </div>
    </form>
  )
}

function useChange(rep: Rep) {
  return async (asked: PersonChange) => {
    const answer = await api.changePerson(rep.id, asked)
    if (answer.kind === 'ok') {
      await loadReps()
      toast(`${answer.data.name} is saved.`)
    }
    return answer
  }
}

/** Pausing keeps everything, and says who is left uncovered. */
export function Pause({ rep }: { rep: Rep }) {
  const { busy, act } = useAct()
  const set = async (active: boolean) => {
    if (!(await act(() => api.changePerson(rep.id, { active })))) return
    await loadReps()
    const words = active ? 'works again; a plan is being made.' : 'is paused.'
    toast(
      `${rep.name} ${words}`,
      () => void act(() => api.changePerson(rep.id, { active: !active })).then(loadReps),
    )
  }
  return (
    <section class="stack">
      <h3>{rep.active ? 'Pause' : 'Paused'}</h3>
      {rep.active ? (
        <p class="quiet small">
          A paused rep cannot sign in and gets no plan. The {rep.accounts} accounts stay theirs, and
          nobody visits them.
        </p>
      ) : (
        <Uncovered rep={rep} />
      )}
      <div>
        <Button disabled={busy} onClick={() => void set(!rep.active)}>
          {rep.active ? `Pause ${rep.name}` : `Let ${rep.name} work again`}
        </Button>
      </div>
    </section>
  )
}

/** Says that nobody visits a paused rep's accounts, and leads to them. */
export function Uncovered({ rep }: { rep: Rep }) {
  if (rep.accounts === 0) return <p class="quiet">No accounts are uncovered.</p>
  return (
    <Banner tone="warn" icon="warning">
      <a href={href('accounts', { rep: rep.id })}>{rep.accounts} accounts</a> are uncovered: give
      them to somebody, or let {rep.name} work again.
    </Banner>
  )
}
