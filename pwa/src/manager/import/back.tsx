import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Banner, Chip, type Tone } from '../../ui/pieces.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Id } from '../../wire.ts'
import { accountsChanged } from '../accounts/changed.ts'
import { loadReps } from '../session.ts'
import { type Column, Table } from '../ui/table.tsx'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import { backWords, counted, mayGoBack } from './back-words.ts'
import { Changes } from './preview.tsx'
import type { BackAction, ImportBack, ImportBackRow } from './wire.ts'

interface TakeBackProps {
  run: Id
  onDone: () => void
}

/** The way back of an import: what it would do first, then the button that does it. */
export function TakeBack({ run, onDone }: TakeBackProps) {
  const [back, show] = useState<ImportBack | null>(null)
  const { busy, act } = useAct()
  const look = async () => {
    const made = await act(() => api.lookBack(run))
    if (made) show(made.data)
  }
  const take = async () => {
    const made = await act(() => api.takeBack(run))
    if (!made) return
    show(null)
    toast(`${made.data.file_name} was taken back. ${backWords(made.data)}.`)
    accountsChanged()
    void loadReps()
    onDone()
  }
  if (!back) {
    return (
      <Button icon="undo" disabled={busy} onClick={() => void look()}>
        {busy ? 'Looking what it would change' : 'Take this import back'}
      </Button>
    )
  }
  return (
    <section class="card stack back" aria-label={`Take ${back.file_name} back`}>
      <h2>Take {back.file_name} back</h2>
      <Effect back={back} />
      <div class="row wrap">
        {mayGoBack(back) && (
          <Button look="danger" icon="undo" disabled={busy} onClick={() => void take()}>
            {busy ? 'Taking it back' : 'Take it back'}
          </Button>
        )}
        <Button disabled={busy} onClick={() => show(null)}>
          {mayGoBack(back) ? 'Keep it' : 'Close'}
        </Button>
      </div>
      {back.rows.length > 0 && (
        <Table
          label="What it would change"
          columns={back.rows.some((row) => row.what) ? TOLD : COLUMNS}
          rows={back.rows}
          id={(row) => `${row.account_id} ${row.what ?? ''} ${row.action}`}
        />
      )}
    </section>
  )
}

function Effect({ back }: { back: ImportBack }) {
  if (back.moved_on > 0) {
    return (
      <Banner tone="warn" icon="warning">
        {counted(back.moved_on, back.kind)} of this file changed since the import. Undo those
        changes first (below you see which), or mend them by hand: taking all of it back would lose
        them.
      </Banner>
    )
  }
  return (
    <>
      <p>
        {mayGoBack(back)
          ? `Taking it back means: ${backWords(back)}.`
          : 'There is nothing left to take back.'}
      </p>
      {back.paused > 0 && (
        <p class="quiet">
          Paused accounts stay in the book, inactive, because a plan, a visit or a report points to
          them. Importing them again wakes them.
        </p>
      )}
    </>
  )
}

const WORDS: Readonly<Record<BackAction, string>> = {
  removed: 'removed',
  paused: 'paused',
  restored: 'as before',
  moved_on: 'changed since',
}
const TONES: Readonly<Record<BackAction, Tone>> = {
  removed: 'bad',
  paused: 'warn',
  restored: 'accent',
  moved_on: 'warn',
}

const ACCOUNT: Column<ImportBackRow> = {
  key: 'name',
  label: 'Account',
  cell: (row) => row.name || row.number,
}
const COLUMNS: readonly Column<ImportBackRow>[] = [
  ACCOUNT,
  {
    key: 'action',
    label: 'What happens',
    cell: (row) => <Chip tone={TONES[row.action]}>{WORDS[row.action]}</Chip>,
  },
  { key: 'changes', label: 'Now → then', cell: (row) => <Changes row={row} /> },
]
/** Of visits, sales and touches an account may have many. */
const TOLD: readonly Column<ImportBackRow>[] = [
  ACCOUNT,
  { key: 'what', label: 'What', cell: (row) => row.what },
  ...COLUMNS.slice(1),
]
