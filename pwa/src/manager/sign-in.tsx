import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Banner } from '../ui/pieces.tsx'
import { refusalWords } from './remote.ts'
import { about, signIn } from './session.ts'

export function SignIn() {
  const [failure, fail] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const [email, password] = [String(form.get('email')).trim(), String(form.get('password'))]
    if (!email || !password) return fail('Type your e-mail and your password.')
    setBusy(true)
    const answer = await signIn(email, password)
    setBusy(false)
    if (answer.kind !== 'ok') fail(refusalWords(answer))
  }
  return (
    <main class="sign-in">
      <form class="card stack" noValidate onSubmit={(event) => void submit(event)}>
        <img src="/icons/icon.svg" alt="" width="52" height="52" />
        <h1>Rounds</h1>
        <p class="quiet">The desk: what was covered, what is overdue, and what comes next.</p>
        {about.value?.demo && (
          <p class="quiet small">{about.value.notice} The sign-ins stand where you started it.</p>
        )}
        {failure && (
          <Banner tone="bad" icon="warning">
            {failure}
          </Banner>
        )}
        <label class="field">
          <span>E-mail</span>
          <input name="email" type="email" autocomplete="username" autocapitalize="none" />
        </label>
        <label class="field">
          <span>Password</span>
          <input name="password" type="password" autocomplete="current-password" />
        </label>
        <Button type="submit" look="primary" wide disabled={busy}>
          {busy ? 'Signing in' : 'Sign in'}
        </Button>
      </form>
    </main>
  )
}
