import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { useRemote } from '../remote.ts'
import { choose, route } from '../router.ts'
import { Select, Shown } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import { CLASSES } from './mix.tsx'
import { lines, pageFor } from './playbook-text.ts'
import type { PlaybookPage, PlaybookText } from './wire.ts'

const STATES = [
  ['', 'At any time'],
  ['ramp', 'Before the season'],
  ['peak', 'At the peak'],
  ['off', 'Off season'],
] as const
const KINDS = [
  ...CLASSES.map((one) => [one, word('class', one)] as const),
  ['ramp', 'Any class before its season'] as const,
]

/** What a visit to each class is for: read on the stop, edited here. */
export function PlaybookTab() {
  const remote = useRemote('playbook', api.playbook)
  const { book = 'core', state = '' } = route.value.query
  const key = state && book !== 'ramp' ? `${book}.${state}` : book
  return (
    <section class="card stack">
      <div>
        <h2>Playbook</h2>
        <p class="quiet small">
          Shown on each stop, offline too. A text for a season goes before the one of the class.
        </p>
      </div>
      <div class="row wrap">
        <Select
          label="Class"
          value={book}
          options={KINDS}
          onChange={(to) => choose({ book: to, state: null })}
        />
        {book !== 'ramp' && (
          <Select
            label="When"
            value={state}
            options={STATES}
            onChange={(to) => choose({ state: to || null })}
          />
        )}
      </div>
      <Shown of={remote} label="Opening the playbook">
        {({ items }) => {
          const page = items.find((one) => one.key === key)
          if (!page) return <p class="quiet">There is no such page. Choose another class.</p>
          return (
            <Editor
              key={`${key} ${JSON.stringify(page)}`}
              page={page}
              shown={pageFor(items, key)}
              reload={remote.reload}
            />
          )
        }}
      </Shown>
    </section>
  )
}

interface EditorProps {
  page: PlaybookPage
  /** What phones show as long as this page has no text of its own. */
  shown: PlaybookText
  reload: () => void
}

function Editor({ page, shown, reload }: EditorProps) {
  const [objective, setObjective] = useState(shown.objective)
  const [points, setPoints] = useState(shown.points.join('\n'))
  const [checklist, setChecklist] = useState(shown.checklist.join('\n'))
  const { busy, act } = useAct()
  const text = { objective: objective.trim(), points: lines(points), checklist: lines(checklist) }
  const changed = JSON.stringify(text) !== JSON.stringify(shown)
  const write = async (to: PlaybookText | null, said: string) => {
    const was = page.edited ? page.page : null
    if (!(await act(() => api.changePlaybook(page.key, to)))) return
    reload()
    toast(said, () => void takeBack(was), 10_000)
  }
  const takeBack = async (was: PlaybookText | null) => {
    if (await act(() => api.changePlaybook(page.key, was))) reload()
  }
  return (
    <form
      class="stack playbook"
      onSubmit={(event) => {
        event.preventDefault()
        void write(text, 'Saved. Phones show it after their next sync.')
      }}
    >
      <p>
        {page.edited && <Chip tone="accent">Your text</Chip>}
        {!page.edited && page.page && <Chip>Default text</Chip>}
        {!page.page && <Chip>No text of its own: the class’s is shown</Chip>}
      </p>
      <label class="field">
        <span>Objective</span>
        <textarea
          rows={2}
          maxLength={300}
          value={objective}
          onInput={(event) => setObjective(event.currentTarget.value)}
        />
      </label>
      <Lines label="Talking points" value={points} onInput={setPoints} />
      <Lines label="Before leaving" value={checklist} onInput={setChecklist} />
      <div class="row wrap">
        <Button look="primary" type="submit" disabled={busy || !changed}>
          Save
        </Button>
        {page.edited && (
          <Button
            icon="undo"
            disabled={busy}
            onClick={() => void write(null, 'Back to the default text.')}
          >
            Back to the default
          </Button>
        )}
      </div>
    </form>
  )
}

interface LinesProps {
  label: string
  value: string
  onInput: (value: string) => void
}

function Lines({ label, value, onInput }: LinesProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <textarea rows={4} value={value} onInput={(event) => onInput(event.currentTarget.value)} />
      <span class="small quiet">One a line, at most eight.</span>
    </label>
  )
}
