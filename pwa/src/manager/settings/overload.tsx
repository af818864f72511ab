import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { word } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import * as api from '../api.ts'
import { type Remote, useRemote } from '../remote.ts'
import { Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { useAct } from '../ui/use-act.ts'
import type { Items, Overload, Policy } from '../wire.ts'

const CHOICES: readonly [Overload, string][] = [
  ['protect', 'Keep the cadence'],
  ['stretch', 'Visit less often'],
  ['lapse', 'Leave out first'],
]
const LEAST_STRETCH = 1
const MOST_STRETCH = 4

/** What gives way, class by class, when a rep's hours do not suffice. */
export function OverloadPolicies() {
  const policies = useRemote('policies', api.policies)
  return (
    <section class="card stack">
      <h2>When the hours do not suffice</h2>
      <p class="quiet">
        Each plan first counts hours required against hours there. What does not fit gives way by
        this table, never by accident; the plan says by how much intervals grew.
      </p>
      <Shown of={policies} label="Looking up what gives way">
        {(data) => <Editor key={JSON.stringify(data)} start={data.items} remote={policies} />}
      </Shown>
    </section>
  )
}

interface EditorProps {
  start: readonly Policy[]
  remote: Remote<Items<Policy>>
}

function Editor({ start, remote }: EditorProps) {
  const [rows, set] = useState(start)
  const { busy, act } = useAct()
  const wrong = rows.filter((row) => !isPossible(row))
  const changed = JSON.stringify(rows) !== JSON.stringify(start)
  const put = (row: Policy, part: Partial<Policy>) =>
    set(rows.map((one) => (one === row ? { ...one, ...part } : one)))
  const save = async () => {
    const saved = await act(() => api.changePolicies(rows))
    if (!saved) return
    toast('Saved; the next plans keep to it.')
    remote.reload()
  }
  return (
    <>
      <Table
        label="When the hours do not suffice"
        columns={columns(put)}
        rows={rows}
        id={(row) => row.account_class}
      />
      {wrong.map((row) => (
        <p class="small wrong" key={row.account_class}>
          {word('class', row.account_class)}: between {LEAST_STRETCH} and {MOST_STRETCH} times the
          interval.
        </p>
      ))}
      <div class="row">
        <Button
          look="primary"
          disabled={busy || !changed || wrong.length > 0}
          onClick={() => void save()}
        >
          Save
        </Button>
        {changed && <Button onClick={() => set(start)}>Back to what it was</Button>}
      </div>
    </>
  )
}

function isPossible(row: Policy): boolean {
  return (
    row.overload !== 'stretch' ||
    (row.stretch_to >= LEAST_STRETCH && row.stretch_to <= MOST_STRETCH)
  )
}

function columns(put: Put): Column<Policy>[] {
  return [
    { key: 'name', label: 'Class', cell: (row) => word('class', row.account_class) },
    {
      key: 'overload',
      label: 'What happens',
      cell: (row) => (
        <div class="gives-way">
          <Choice row={row} put={put} />
          {row.overload === 'stretch' && <Stretch row={row} put={put} />}
        </div>
      ),
    },
  ]
}

type Put = (row: Policy, part: Partial<Policy>) => void

function Choice({ row, put }: { row: Policy; put: Put }) {
  return (
    <select
      class="cell-input wide"
      aria-label={`${word('class', row.account_class)}: what happens`}
      value={row.overload}
      onChange={(event) => put(row, { overload: event.currentTarget.value as Overload })}
    >
      {CHOICES.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}

function Stretch({ row, put }: { row: Policy; put: Put }) {
  return (
    <label class="gives-way">
      <input
        class="cell-input number"
        type="number"
        min={LEAST_STRETCH}
        max={MOST_STRETCH}
        step="0.1"
        aria-label={`${word('class', row.account_class)}: times the interval`}
        value={row.stretch_to}
        onInput={(event) => put(row, { stretch_to: event.currentTarget.valueAsNumber || 0 })}
      />
      times the interval
    </label>
  )
}
