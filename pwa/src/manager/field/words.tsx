/** Words to the manager: those that wait, each with a box for the answer, and those answered. */

import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { ago } from '../../ui/format.ts'
import { EmptyState } from '../../ui/pieces.tsx'
import { toast } from '../../ui/toast.tsx'
import type { FeedbackRow, Id } from '../../wire.ts'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { choose, route } from '../router.ts'
import { nowMs, today } from '../session.ts'
import { Shown, Tabs } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import { AccountLink } from './account-link.tsx'
import { saidBy } from './telling.ts'
import { waiting } from './waiting.ts'

const POLL_MS = 30_000
/** As long as on the phone: who answered the wrong word sees it by then. */
const UNDO_MS = 8000
const TABS = [
  ['open', 'To answer'],
  ['answered', 'Answered'],
] as const
type Tab = (typeof TABS)[number][0]

/** What is typed and not sent, by word: kept while the other tab is looked at. */
type Drafts = Readonly<Record<Id, string>>

export function Words() {
  const tab: Tab = route.value.query.words === 'answered' ? 'answered' : 'open'
  const words = useRemote(`words ${tab}`, () => api.feedback(tab), POLL_MS)
  const [drafts, setDrafts] = useState<Drafts>({})
  const heading = useRef<HTMLHeadingElement>(null)
  const { busy, act } = useAct()
  const count = tab === 'open' ? words.data?.items.length : undefined
  useEffect(() => {
    if (count !== undefined) waiting.value = count
  }, [count, words.data])
  const type = (id: Id, text: string) => setDrafts((known) => ({ ...known, [id]: text }))
  const takeBack = async ({ id, rep }: FeedbackRow, answer: string) => {
    if (!(await act(() => api.answerFeedback(id, '')))) return
    type(id, answer)
    words.reload()
    toast(`The answer to ${rep} is taken back.`)
  }
  const answer = async (row: FeedbackRow) => {
    const text = drafts[row.id]?.trim() ?? ''
    if (!text || !(await act(() => api.answerFeedback(row.id, text)))) return
    type(row.id, '')
    words.reload()
    // The row goes away, and the focus with it.
    heading.current?.focus()
    toast(
      `Answered. ${row.rep} reads it at the next sync.`,
      () => void takeBack(row, text),
      UNDO_MS,
    )
  }
  return (
    <section class="card stack" aria-labelledby="words">
      <div class="row wrap between">
        <h2 id="words" ref={heading} tabIndex={-1}>
          Words to you
        </h2>
        <Tabs
          label="Which words"
          tabs={TABS}
          value={tab}
          onChange={(to) => choose({ words: to === 'open' ? null : to })}
        />
      </div>
      <Shown of={words} label="Looking for words of your reps">
        {({ items }) =>
          items.length === 0 ? (
            <Nothing tab={tab} />
          ) : (
            <ul class="words">
              {items.map((row) => (
                <li key={row.id}>
                  <Said row={row} />
                  {tab === 'open' ? (
                    <AnswerBox
                      row={row}
                      text={drafts[row.id] ?? ''}
                      busy={busy}
                      onType={(text) => type(row.id, text)}
                      onSend={() => void answer(row)}
                    />
                  ) : (
                    <Answered
                      row={row}
                      busy={busy}
                      onTakeBack={() => void takeBack(row, row.answer)}
                    />
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  )
}

function Nothing({ tab }: { tab: Tab }) {
  return tab === 'open' ? (
    <EmptyState
      icon="check"
      title="Nobody waits for an answer."
      text="Reps write a word when they close their day; it then stands here."
    />
  ) : (
    <EmptyState icon="info" title="Nothing answered yet." text="Your answers are kept here." />
  )
}

function Said({ row }: { row: FeedbackRow }) {
  return (
    <>
      <div class="row wrap between">
        <strong>{saidBy(row, today.value)}</strong>
        <span class="quiet small">{ago(Date.parse(row.received_at), nowMs())}</span>
      </div>
      {row.account_id && <AccountLink id={row.account_id} name={row.account} />}
      <p class="said">{row.text}</p>
    </>
  )
}

interface AnswerBoxProps {
  row: FeedbackRow
  text: string
  busy: boolean
  onType: (text: string) => void
  onSend: () => void
}

function AnswerBox({ row, text, busy, onType, onSend }: AnswerBoxProps) {
  return (
    <form
      class="answer-box"
      onSubmit={(event) => {
        event.preventDefault()
        onSend()
      }}
    >
      <label class="field grow">
        <span>Your answer to {row.rep}</span>
        <textarea
          rows={2}
          maxLength={4000}
          value={text}
          onInput={(event) => onType(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSend()
          }}
        />
        <span class="small quiet">Ctrl + Enter sends it.</span>
      </label>
      <Button look="primary" type="submit" disabled={busy || !text.trim()}>
        Answer
      </Button>
    </form>
  )
}

interface AnsweredProps {
  row: FeedbackRow
  busy: boolean
  onTakeBack: () => void
}

function Answered({ row, busy, onTakeBack }: AnsweredProps) {
  const when = row.answered_at ? ago(Date.parse(row.answered_at), nowMs()) : ''
  return (
    <div class="answer-box">
      <p class="said answer grow">
        <span class="quiet small note">{[row.answered_by, when].filter(Boolean).join(', ')}</span>
        {row.answer}
      </p>
      <Button look="plain" icon="undo" disabled={busy} onClick={onTakeBack}>
        Take back
      </Button>
    </div>
  )
}
