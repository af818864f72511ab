import { useState } from 'preact/hooks'
import type * as api from '../../api.ts'
import * as phone from '../../phone.ts'
import { route } from '../../router.ts'
import * as signing from '../../signing.ts'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'

/** Needs a connection, once; says so instead of failing. */
export function SignInScreen() {
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const before = phone.person.value
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const [email, password] = [String(form.get('email')).trim(), String(form.get('password'))]
    if (!email || !password) return setProblem(t('signin.empty'))
    setBusy(true)
    setProblem('')
    const answer = await signing.signIn(email, password)
    setBusy(false)
    if (answer.kind !== 'ok') setProblem(problemOf(answer))
    // Who came by a calendar's link came for that visit.
    else if (route(location.hash).screen !== 'visit') location.hash = '#/today'
  }
  return (
    <main class="screen sign-in" id="main">
      <img src="/icons/icon.svg" alt="" width="64" height="64" />
      <h1>{t('app.name')}</h1>
      {signing.wiped.value && (
        <Banner tone="warn" icon="warning">
          {t('signin.wiped')}
        </Banner>
      )}
      <p class="quiet">{before ? t('signin.again', { name: before.name }) : t('signin.lead')}</p>
      <form class="form" onSubmit={(event) => void submit(event)} noValidate>
        <label class="field">
          <span>{t('signin.email')}</span>
          <input
            name="email"
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellcheck={false}
            defaultValue={before?.email ?? ''}
            required
          />
        </label>
        <label class="field">
          <span>{t('signin.password')}</span>
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {problem && (
          <div role="alert">
            <Banner tone="bad" icon="warning">
              {problem}
            </Banner>
          </div>
        )}
        <Button look="primary" wide type="submit" disabled={busy}>
          {t(busy ? 'signin.busy' : 'signin.button')}
        </Button>
      </form>
      {before && <p class="quiet small">{t('signin.other', { name: before.name })}</p>}
    </main>
  )
}

function problemOf(answer: Exclude<api.Answer<unknown>, { kind: 'ok' }>): string {
  if (answer.kind === 'offline') return t('signin.offline')
  if (answer.kind === 'signed-out') return t('signin.wrong')
  return answer.code === 'too_many' ? t('signin.too_many') : answer.detail
}
