/** One set of windows: drawn, typed, its effect, then saved. */

import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date, number } from '../../ui/format.ts'
import { Banner, Chip } from '../../ui/pieces.tsx'
import { toast } from '../../ui/toast.tsx'
import { SeasonEditor } from '../accounts/season-editor.tsx'
import { dayWords, drafts, read, STATE_WORDS } from '../accounts/season-windows.ts'
import { AccountLink } from '../field/account-link.tsx'
import { refusalWords } from '../remote.ts'
import { today } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Table } from '../ui/table.tsx'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import { DragStrip, Strip, StripKey } from './strip.tsx'
import type { Effect, Follower, PlainWindow, RequiredWeek, StateChange, Whose } from './wire.ts'
import { followersSentence, visitsSentence } from './wording.ts'

/** The server is asked for the effect once the handles rest. */
const REST_MS = 300
const UNDO_MS = 10_000

interface EditorProps {
  whose: Whose & { label: string }
  windows: readonly PlainWindow[]
  /** Those in force: nothing is saved anew while the windows are these. */
  kept: readonly PlainWindow[]
  lead: string
  /** Whether saving accepts a suggestion, whatever dates its windows are dragged to. */
  suggested: boolean
  onClose: () => void
  onSaved: () => void
}

export function Editor(props: EditorProps) {
  const { whose, windows, kept, lead, suggested, onClose, onSaved } = props
  const [draft, setDraft] = useState(drafts(windows))
  const { busy, act } = useAct()
  const asked = read(draft)
  const changed = JSON.stringify(asked) !== JSON.stringify(kept.map(plain))
  const { effect, failure } = useEffectOf(whose, asked)
  const undo = async (before: readonly PlainWindow[]) => {
    if (!(await act(() => api.save(whose, before.map(plain))))) return
    if (suggested) await act(() => api.setAside(whose, 'open'))
    toast(`${whose.label} has its windows of before again.`)
    onSaved()
  }
  const save = async () => {
    if (!asked) return
    const saved = await act(() => api.save(whose, asked, suggested))
    if (!saved) return
    const { accounts, before } = saved.data
    toast(
      `${whose.label} is saved; ${accounts} accounts and the plans follow.`,
      () => void undo(before),
      UNDO_MS,
    )
    onSaved()
    onClose()
  }
  const move = (at: number, window: PlainWindow) =>
    setDraft(
      draft.map((one, row) =>
        row === at ? { ...one, start: dayWords(window.start), end: dayWords(window.end) } : one,
      ),
    )
  return (
    <Drawer title={whose.label} lead={lead} wide onClose={onClose}>
      <div class="stack">
        {asked ? (
          <DragStrip windows={asked} today={today.value.slice(5)} onChange={move} />
        ) : (
          <p class="small wrong">Each window needs two days like 1 May; then the year is drawn.</p>
        )}
        <StripKey />
        <SeasonEditor draft={draft} onChange={setDraft} />
        {failure && (
          <Banner tone="warn" icon="warning">
            {failure}
          </Banner>
        )}
        {effect && <Shown effect={effect} />}
        <div class="row wrap">
          <Button look="primary" disabled={busy || !changed || !effect} onClick={() => void save()}>
            Save
          </Button>
          {draft.length > 0 && <Button onClick={() => setDraft([])}>Without windows</Button>}
        </div>
      </div>
    </Drawer>
  )
}

const plain = ({ state, start, end }: PlainWindow): PlainWindow => ({ state, start, end })

function useEffectOf(whose: Whose, windows: readonly PlainWindow[] | null) {
  const [effect, setEffect] = useState<Effect | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const key = JSON.stringify(windows)
  useEffect(() => {
    let left = false
    if (!windows) return
    const timer = setTimeout(async () => {
      const answer = await api.preview(whose, windows)
      if (left) return
      setFailure(answer.kind === 'ok' ? null : refusalWords(answer))
      setEffect(answer.kind === 'ok' ? answer.data : null)
    }, REST_MS)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [key, whose.of, whose.key])
  return { effect, failure }
}

function Shown({ effect }: { effect: Effect }) {
  return (
    <>
      <section class="stack" aria-label="Effect before saving">
        <h3>What would change</h3>
        <p>{followersSentence(effect)}</p>
        <Changed rows={effect.changed} />
        <p>{visitsSentence(effect.weeks)}</p>
        <details>
          <summary>Required visits week by week</summary>
          <Weeks weeks={effect.weeks} />
        </details>
      </section>
      <details open={effect.followers.length <= 12}>
        <summary>What each of {effect.followers.length} accounts ends up with</summary>
        <Followers rows={effect.followers} />
      </details>
    </>
  )
}

function Changed({ rows }: { rows: readonly StateChange[] }) {
  if (rows.length === 0) return <p>No account changes its state today.</p>
  return (
    <details>
      <summary>
        {rows.length === 1 ? '1 account changes' : `${rows.length} accounts change`} state today
      </summary>
      <ul class="plain-list">
        {rows.map((row) => (
          <li key={row.account_id}>
            <AccountLink id={row.account_id} name={row.name} />{' '}
            <span class="quiet small">
              {row.town}: {STATE_WORDS[row.before]} → {STATE_WORDS[row.after]}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function Weeks({ weeks }: { weeks: readonly RequiredWeek[] }) {
  const most = Math.max(1, ...weeks.flatMap((week) => [week.before, week.after]))
  return (
    <Table
      label="Required visits a week, before and after"
      id={(week) => week.first}
      rows={weeks}
      columns={[
        { key: 'first', label: 'Week from', cell: (week) => date(week.first, today.value) },
        { key: 'before', label: 'Now', number: true, cell: (week) => visits(week.before) },
        { key: 'after', label: 'Then', number: true, cell: (week) => visits(week.after) },
        {
          key: 'bar',
          label: 'Now above, then below',
          cell: (week) => (
            <span class="week-bars" aria-hidden="true">
              <i class="now" style={{ width: `${(week.before / most) * 100}%` }} />
              <i style={{ width: `${(week.after / most) * 100}%` }} />
            </span>
          ),
        },
      ]}
    />
  )
}

const visits = (value: number) =>
  number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })

function Followers({ rows }: { rows: readonly Follower[] }) {
  if (rows.length === 0) return <p class="quiet">None of your active accounts belongs to it.</p>
  return (
    <Table
      label="What each account ends up with"
      id={(row) => row.account_id}
      rows={rows}
      columns={[
        {
          key: 'name',
          label: 'Account',
          cell: (row) => (
            <>
              <AccountLink id={row.account_id} name={row.name} />
              <span class="quiet small note block">{row.town}</span>
            </>
          ),
        },
        { key: 'state', label: 'Today', cell: (row) => <Chip>{STATE_WORDS[row.state]}</Chip> },
        { key: 'year', label: 'Year', cell: (row) => <Strip windows={row.windows} small /> },
        { key: 'why', label: 'Why', cell: (row) => <span class="small">{row.why}</span> },
      ]}
    />
  )
}
