import { useState } from 'preact/hooks'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Banner, EmptyState } from '../../ui/pieces.tsx'
import { refusalWords, useRemote } from '../remote.ts'
import { href, route } from '../router.ts'
import { start } from '../session.ts'
import { Input, Shown } from '../ui/pieces.tsx'
import * as api from './api.ts'
import type { Invited } from './wire.ts'

const SHORTEST = 10

/** Where an invitation's link leads: a password of one's own, and one is in. */
export function WelcomeScreen() {
  const { secret } = route.value.query
  if (!secret) return <Dead text="This link is not whole. Copy all of it." />
  return <Welcome secret={secret} />
}

function Welcome({ secret }: { secret: string }) {
  const invited = useRemote(`invited ${secret}`, () => api.invited(secret))
  if (invited.failure && !invited.data) return <Dead text={invited.failure} />
  return (
    <main class="sign-in">
      <Shown of={invited} label="Looking at your invitation">
        {(data) => <SetPassword invited={data} secret={secret} />}
      </Shown>
    </main>
  )
}

function Dead({ text }: { text: string }) {
  return (
    <main class="sign-in">
      <EmptyState icon="warning" title="This link does not work." text={text}>
        <LinkButton href="/">To the sign-in</LinkButton>
      </EmptyState>
    </main>
  )
}

function SetPassword({ invited, secret }: { invited: Invited; secret: string }) {
  const [password, type] = useState('')
  const [failure, fail] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const isRep = invited.role === 'rep'
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (password.length < SHORTEST) return fail(`At least ${SHORTEST} characters, please.`)
    setBusy(true)
    const answer = await api.accept(secret, password, isRep ? 'phone' : 'desk')
    setBusy(false)
    if (answer.kind !== 'ok') return fail(refusalWords(answer))
    enter(isRep)
  }
  return (
    <form class="card stack" noValidate onSubmit={(event) => void submit(event)}>
      <img src="/icons/icon.svg" alt="" width="52" height="52" />
      <h1>Welcome, {invited.name}</h1>
      <p class="quiet">
        {invited.company} plans its rounds here. Choose a password; you sign in with it and{' '}
        {invited.email}.
      </p>
      {failure && (
        <Banner tone="bad" icon="warning">
          {failure}
        </Banner>
      )}
      <input type="hidden" name="email" autocomplete="username" value={invited.email} />
      <Input
        label="New password"
        type="password"
        autocomplete="new-password"
        hint={`At least ${SHORTEST} characters; a short sentence is good.`}
        value={password}
        onInput={type}
      />
      <Button type="submit" look="primary" wide disabled={busy}>
        {busy ? 'One moment' : 'Set it and begin'}
      </Button>
    </form>
  )
}

/** Reps work on the phone's pages; who works at the desk stays. */
function enter(isRep: boolean) {
  if (isRep) return location.replace('/')
  location.replace(href('board'))
  void start()
}
