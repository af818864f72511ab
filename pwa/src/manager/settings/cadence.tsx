import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { word } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import type { Channel } from '../../wire.ts'
import * as api from '../api.ts'
import { type Remote, useRemote } from '../remote.ts'
import { Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { useAct } from '../ui/use-act.ts'
import type { CadenceRule, Items } from '../wire.ts'
import { previewCadence } from './api.ts'
import { CadenceEffect } from './cadence-effect.tsx'
import type { WeekShare } from './log-wire.ts'
import { key, type RuleForm, ruleFault, ruleForm, ruleOf } from './rules.ts'

/** How often each class and tier is visited, and for how long. */
export function CadenceTable() {
  const rules = useRemote('cadence', api.cadence)
  return (
    <section class="card stack">
      <h2>How often, and for how long</h2>
      <p class="quiet">
        An account may have its own interval; this table counts for all others. Without an interval
        nothing is asked for. Where the hours do not suffice, who weighs more is visited first.
      </p>
      <Shown of={rules} label="Looking up the cadence table">
        {(data) => <Editor key={JSON.stringify(data)} rules={data.items} remote={rules} />}
      </Shown>
    </section>
  )
}

interface EditorProps {
  rules: readonly CadenceRule[]
  remote: Remote<Items<CadenceRule>>
}

type Forms = Readonly<Record<string, RuleForm>>

function Editor({ rules, remote }: EditorProps) {
  const start = Object.fromEntries(rules.map((rule) => [key(rule), ruleForm(rule)]))
  const [forms, set] = useState<Forms>(start)
  const { busy, act } = useAct()
  const faults = rules.flatMap((rule) => {
    const fault = ruleFault(forms[key(rule)] as RuleForm)
    return fault ? [`${word('class', rule.account_class)} ${rule.tier}: ${fault}`] : []
  })
  const changed = JSON.stringify(forms) !== JSON.stringify(start)
  const [effect, setEffect] = useState<readonly WeekShare[] | null>(null)
  const made = () => rules.map((rule) => ruleOf(rule, forms[key(rule)] as RuleForm))
  const look = async () => {
    const found = await act(() => previewCadence(made()))
    if (found) setEffect(found.data.items)
  }
  const write = async (table: CadenceRule[], back: CadenceRule[] | null) => {
    const saved = await act(() => api.changeCadence(table))
    if (!saved) return
    const said = back ? 'The cadence table is saved; all plans follow.' : 'It is as it was.'
    toast(said, back && (() => void write(back, null)), 9000)
    remote.reload()
  }
  const startOver = () => {
    set(start)
    setEffect(null)
  }
  const put = (rule: CadenceRule, part: Partial<RuleForm>) => {
    set({ ...forms, [key(rule)]: { ...(forms[key(rule)] as RuleForm), ...part } })
    setEffect(null)
  }
  return (
    <>
      <Table label="Cadence table" columns={columns(forms, put)} rows={rules} id={key} />
      {faults.map((fault) => (
        <p class="small wrong" key={fault}>
          {fault}
        </p>
      ))}
      {effect && <CadenceEffect shares={effect} />}
      <div class="row">
        {effect ? (
          <Button look="primary" disabled={busy} onClick={() => void write(made(), [...rules])}>
            Save
          </Button>
        ) : (
          <Button
            look="primary"
            disabled={busy || !changed || faults.length > 0}
            onClick={() => void look()}
          >
            See what it changes
          </Button>
        )}
        {changed && <Button onClick={startOver}>Back to what it was</Button>}
      </div>
    </>
  )
}

type Put = (rule: CadenceRule, part: Partial<RuleForm>) => void

function columns(forms: Forms, put: Put): Column<CadenceRule>[] {
  const name = (rule: CadenceRule) => `${word('class', rule.account_class)} ${rule.tier}`
  const number = (field: 'weeks' | 'tolerance' | 'minutes' | 'weight', label: string) => ({
    key: field,
    label,
    number: true,
    cell: (rule: CadenceRule) => (
      <input
        class="cell-input number"
        type="number"
        min="0"
        step="any"
        aria-label={`${name(rule)}: ${label}`}
        value={forms[key(rule)]?.[field] ?? ''}
        onInput={(event) => put(rule, { [field]: event.currentTarget.value })}
      />
    ),
  })
  return [
    { key: 'name', label: 'Class and tier', cell: name },
    number('weeks', 'Weeks between visits'),
    number('tolerance', 'Tolerance, days'),
    number('minutes', 'Minutes on site'),
    number('weight', 'Weight'),
    {
      key: 'channel',
      label: 'How',
      cell: (rule) => (
        <select
          class="cell-input"
          aria-label={`${name(rule)}: how`}
          value={forms[key(rule)]?.channel}
          onChange={(event) => put(rule, { channel: event.currentTarget.value as Channel })}
        >
          <option value="visit">visit</option>
          <option value="phone">phone</option>
        </select>
      ),
    },
  ]
}
