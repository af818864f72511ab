import { useEffect, useState } from 'preact/hooks'
import * as api from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Card, SectionTitle } from '../../ui/pieces.tsx'
import { t, word } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import type { AccountRow, Id } from '../../wire.ts'

interface Proposal {
  id: Id
  from_class: string
  to_class: string
  reasons: string[]
  by: string
  challenge: string
}

/** The class somebody proposes for this account, and the rep's word against it; asked for online. */
export function Proposed({ account }: { account: AccountRow }) {
  const [found, setFound] = useState<readonly Proposal[]>([])
  const read = async () => {
    const path = `/api/accounts/${account.id}/proposals`
    const answer = await api.get<{ items: Proposal[] }>(path)
    if (answer.kind === 'ok') setFound(answer.data.items)
  }
  useEffect(() => void read(), [account.id])
  return (
    <>
      {found.map((one) => (
        <section key={one.id}>
          <SectionTitle>{t('proposal.title')}</SectionTitle>
          <Card>
            <div class="stack">
              <p>
                <strong>
                  {t('proposal.words', {
                    from: word('class', one.from_class),
                    to: word('class', one.to_class),
                  })}
                </strong>
              </p>
              <ul class="points">
                {one.reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
              <p class="quiet small">
                {one.by ? t('proposal.by', { name: one.by }) : t('proposal.by_rules')}
              </p>
              <Challenge of={one} onSaid={() => void read()} />
            </div>
          </Card>
        </section>
      ))}
    </>
  )
}

function Challenge({ of, onSaid }: { of: Proposal; onSaid: () => void }) {
  const [text, setText] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (said: string) => {
    setBusy(true)
    const answer = await api.post(`/api/proposals/${of.id}/challenge`, { text: said })
    setBusy(false)
    if (answer.kind !== 'ok') {
      toast(answer.kind === 'refused' ? answer.detail : t('proposal.failed'))
      return
    }
    setText(null)
    if (said) toast(t('proposal.sent'))
    onSaid()
  }
  if (of.challenge) {
    return (
      <>
        <p>{t('proposal.said', { text: of.challenge })}</p>
        <Button look="plain" icon="undo" disabled={busy} onClick={() => void send('')}>
          {t('proposal.back')}
        </Button>
      </>
    )
  }
  if (text === null) {
    return <Button onClick={() => setText('')}>{t('proposal.challenge')}</Button>
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim()) void send(text.trim())
      }}
    >
      <label class="field">
        <span>{t('proposal.why')}</span>
        <textarea
          rows={3}
          maxLength={500}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <Button look="primary" type="submit" disabled={busy || !text.trim()}>
        {t('proposal.send')}
      </Button>
    </form>
  )
}
