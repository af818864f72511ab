import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Id } from '../../wire.ts'
import * as api from '../api.ts'
import { loadReps, repName, reps } from '../session.ts'
import { type Column, Table } from '../ui/table.tsx'
import { useAct } from '../ui/use-act.ts'
import type { SplitAccount, SplitPreview, SplitShare } from '../wire.ts'
import { accountsChanged } from './changed.ts'

/** Long enough to look at the result before taking it back. */
const UNDO_MS = 30_000

/** Shares the accounts nobody has out among chosen reps: preview first, undo after. */
export function Split({ total }: { total: number }) {
  const [chosen, choose] = useState<readonly Id[]>(reps.value.map((rep) => rep.id))
  const [preview, show] = useState<SplitPreview | null>(null)
  const { busy, act } = useAct()
  const toggle = (id: Id) => {
    show(null)
    choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  }
  const look = async () => {
    const made = await act(() => api.split([...chosen], false))
    if (made) show(made.data)
  }
  const apply = async () => {
    const made = await act(() => api.split([...chosen], true))
    if (!made) return
    show(null)
    settle()
    const { undo_id, accounts } = made.data
    const back = undo_id ? () => void takeBack(undo_id) : null
    toast(`${accounts.length} accounts have a rep now.`, back, UNDO_MS)
  }
  return (
    <section class="card stack split">
      <h2>Split {total} among</h2>
      <div class="row wrap">
        {reps.value.map((rep) => (
          <label class="tick" key={rep.id}>
            <input
              type="checkbox"
              checked={chosen.includes(rep.id)}
              onChange={() => toggle(rep.id)}
            />
            <span>{rep.name}</span>
          </label>
        ))}
        <Button
          look={preview ? 'secondary' : 'primary'}
          disabled={busy || chosen.length === 0}
          onClick={() => void look()}
        >
          {busy && !preview ? 'Working it out' : 'Preview'}
        </Button>
      </div>
      {preview && (
        <>
          <Shares preview={preview} />
          <div class="row">
            <Button look="primary" disabled={busy} onClick={() => void apply()}>
              Give {preview.accounts.length} accounts to them
            </Button>
            <Button onClick={() => show(null)}>Not yet</Button>
          </div>
        </>
      )}
    </section>
  )
}

function settle() {
  accountsChanged()
  void loadReps()
}

async function takeBack(id: Id) {
  const answer = await api.undo(id)
  if (answer.kind === 'ok') toast(`Undone: ${answer.data.label}`)
  else toast(answer.kind === 'refused' ? answer.detail : 'This could not be undone now.')
  settle()
}

function Shares({ preview }: { preview: SplitPreview }) {
  return (
    <>
      <Table label="Who gets what" columns={COLUMNS} rows={preview.reps} id={(one) => one.rep_id} />
      <details>
        <summary>Which accounts</summary>
        <ul class="split-list">
          {preview.accounts.map((one) => (
            <li key={one.account_id}>{accountWords(one)}</li>
          ))}
        </ul>
      </details>
    </>
  )
}

function accountWords(one: SplitAccount) {
  return (
    <>
      {one.name} <span class="quiet">{one.city}</span> → <strong>{repName(one.rep_id)}</strong>
    </>
  )
}

const COLUMNS: readonly Column<SplitShare>[] = [
  { key: 'rep', label: 'Rep', cell: (one) => one.rep },
  { key: 'before', label: 'Accounts now', number: true, cell: (one) => one.accounts_before },
  { key: 'after', label: 'Then', number: true, cell: (one) => one.accounts_after },
  {
    key: 'work',
    label: 'Hours a week now',
    number: true,
    cell: (one) => hours(one.minutes_before),
  },
  { key: 'then', label: 'Then (estimate)', number: true, cell: (one) => hours(one.minutes_after) },
]

function hours(minutes: number): string {
  return (minutes / 60).toFixed(1)
}
