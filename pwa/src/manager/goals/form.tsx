import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { number } from '../../ui/format.ts'
import { Banner } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { reps, today } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Input, Select } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import type { Goal, GoalBy, GoalCheck, GoalMeasure } from './wire.ts'
import { formOf, type GoalForm, isPercent, newForm, requestOf, valueWords } from './words.ts'

const CLASSES = ['core', 'invest', 'opportunistic', 'divest', 'prospect'] as const
const WHOSE = [
  ['all', 'Everybody'],
  ['rep', 'One rep'],
  ['account_class', 'One class'],
] as const

interface FormProps {
  measures: readonly GoalMeasure[]
  /** The goal that is changed; null sets a new one. */
  goal: Goal | null
  onDone: (goal: Goal) => void
  onClose: () => void
}

/** A goal is looked at before it is set: what it lacks, where it starts, what speaks against it. */
export function GoalDrawer({ measures, goal, onDone, onClose }: FormProps) {
  const unit = measures.find((one) => one.name === goal?.metric)?.unit ?? ''
  const [form, set] = useState<GoalForm>(goal ? formOf(goal, unit) : newForm(today.value))
  const [check, setCheck] = useState<GoalCheck | null>(null)
  const { busy, act } = useAct()
  const measure = measures.find((one) => one.name === form.metric) ?? null
  const put = (part: Partial<GoalForm>) => {
    set({ ...form, ...part })
    setCheck(null)
  }
  const look = async () => {
    const found = await act(() => api.check(requestOf(form, measure)))
    if (found) setCheck(found.data)
  }
  const save = async () => {
    const asked = requestOf(form, measure)
    const saved = await act(() => (goal ? api.change(goal.id, asked) : api.add(asked)))
    if (saved) onDone(saved.data)
  }
  const clear = check !== null && check.problems.length === 0
  return (
    <Drawer title={goal ? 'Change a goal' : 'A new goal'} onClose={onClose}>
      <div class="stack">
        <Fields form={form} measures={measures} measure={measure} check={check} put={put} />
        {check && clear && <Effect check={check} measure={measure} />}
        <div class="row">
          {clear ? (
            <Button look="primary" disabled={busy} onClick={() => void save()}>
              {check.warnings.length > 0 ? 'Save it all the same' : 'Save the goal'}
            </Button>
          ) : (
            <Button look="primary" disabled={busy} onClick={() => void look()}>
              Look at it
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </div>
    </Drawer>
  )
}

interface FieldsProps {
  form: GoalForm
  measures: readonly GoalMeasure[]
  measure: GoalMeasure | null
  check: GoalCheck | null
  put: (part: Partial<GoalForm>) => void
}

function Fields({ form, measures, measure, check, put }: FieldsProps) {
  const fault = (column: string) =>
    check?.problems.find((one) => one.column === column)?.text ?? null
  const options = (source: string) =>
    measures.filter((one) => one.source === source).map((one) => [one.name, one.label] as const)
  const percent = measure !== null && isPercent(measure.unit)
  return (
    <>
      <Select
        label="Metric"
        value={form.metric}
        options={[['', 'Choose a metric'], ...options('board'), ...options('results')]}
        onChange={(metric) => put({ metric })}
      />
      {fault('metric') && <p class="small wrong">{fault('metric')}</p>}
      <Input
        label={percent ? 'Target, per cent' : 'Target'}
        type="number"
        step="any"
        value={form.target}
        error={fault('target')}
        onInput={(target) => put({ target })}
      />
      <div class="goal-pair">
        <Select
          label="Whose"
          value={form.by}
          options={WHOSE}
          onChange={(by) => put({ by: by as GoalBy, key: '' })}
        />
        {(form.by === 'rep' || form.by === 'account_class') && (
          <Select
            label={form.by === 'rep' ? 'Rep' : 'Class'}
            value={form.key}
            options={[['', 'Choose'], ...groups(form.by)]}
            onChange={(key) => put({ key })}
          />
        )}
      </div>
      {fault('key') && <p class="small wrong">{fault('key')}</p>}
      <div class="goal-pair">
        <Input
          label="From"
          type="date"
          value={form.first}
          error={fault('first')}
          onInput={(first) => put({ first })}
        />
        <Input
          label="To"
          type="date"
          value={form.last}
          error={fault('last')}
          onInput={(last) => put({ last })}
        />
      </div>
      <Input
        label="Name (the metric's, unless you give one)"
        value={form.name}
        onInput={(name) => put({ name })}
      />
    </>
  )
}

function groups(by: 'rep' | 'account_class') {
  if (by === 'rep') return reps.value.map((one) => [one.id, one.name] as const)
  return CLASSES.map((name) => [name, word('class', name)] as const)
}

function Effect({ check, measure }: { check: GoalCheck; measure: GoalMeasure | null }) {
  const hours = (value: number) => number(value, { maximumFractionDigits: 0 })
  return (
    <div class="stack" role="status">
      <p>
        It starts from <strong>{valueWords(check.baseline, measure?.unit ?? '')}</strong>, measured
        in as many days just before.
      </p>
      {check.hours_needed !== null && check.hours_there !== null && (
        <p class="quiet">
          All that is required then takes {hours(check.hours_needed)} h a week;{' '}
          {hours(check.hours_there)} h are there.
        </p>
      )}
      {check.warnings.map((text) => (
        <Banner key={text} tone="warn" icon="warning">
          {text}
        </Banner>
      ))}
    </div>
  )
}
