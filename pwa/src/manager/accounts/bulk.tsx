import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { word } from '../../ui/t.ts'
import type { AccountRow } from '../../wire.ts'
import { reps, today } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Input, Select } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import { count, Effect } from './bulk-effect.tsx'
import { type BulkForm, emptyForm, fault, fields, hasDate, KEEP, NOBODY } from './bulk-form.ts'
import { CLASSES } from './filters.ts'
import { SeasonEditor } from './season-editor.tsx'
import { settle } from './settle.ts'
import type { BulkFields, BulkPreview } from './wire.ts'

interface BulkProps {
  accounts: readonly AccountRow[]
  onClose: () => void
  onDone: () => void
}

/** One change for many accounts: the form, what it would do, and only then the doing. */
export function BulkDrawer({ accounts, onClose, onDone }: BulkProps) {
  const [form, set] = useState<BulkForm>(emptyForm(today.value))
  const [preview, show] = useState<BulkPreview | null>(null)
  const { busy, act } = useAct()
  const asked = fields(form)
  const wrong = fault(form)
  const put = (part: Partial<BulkForm>) => {
    show(null)
    set({ ...form, ...part })
  }
  const look = async () => {
    if (!asked) return
    const made = await act(() => api.changeMany(sent(accounts, asked, false)))
    if (made) show(made.data)
  }
  const apply = async () => {
    if (!asked || !preview) return
    const out = new Set(preview.refused.map((one) => one.account_id))
    const free = accounts.filter((one) => !out.has(one.id))
    const made = await act(() => api.changeMany(sent(free, asked, true)))
    if (!made) return show(null)
    settle(made.data)
    onDone()
  }
  return (
    <Drawer
      title={`Change ${count(accounts.length)}`}
      lead="Only what you choose changes. You see the effect first."
      wide
      onClose={onClose}
    >
      <div class="stack">
        <Form form={form} put={put} />
        {wrong && <p class="small wrong">{wrong}</p>}
        {!preview && (
          <div class="row">
            <Button look="primary" disabled={busy || !asked || wrong !== ''} onClick={look}>
              {busy ? 'Working it out' : 'Preview'}
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </div>
        )}
        {preview && (
          <Effect preview={preview} busy={busy} onApply={apply} onBack={() => show(null)} />
        )}
      </div>
    </Drawer>
  )
}

function sent(accounts: readonly AccountRow[], asked: BulkFields, apply: boolean) {
  return { ...asked, apply, accounts: accounts.map(({ id, rev }) => ({ id, rev })) }
}

interface FormProps {
  form: BulkForm
  put: (part: Partial<BulkForm>) => void
}

const AS_IT_IS = [KEEP, 'as it is'] as const

function Form({ form, put }: FormProps) {
  return (
    <>
      <div class="columns">
        <Select
          label="Class"
          value={form.account_class}
          options={[AS_IT_IS, ...CLASSES.map((one) => [one, word('class', one)] as const)]}
          onChange={(account_class) => put({ account_class })}
        />
        <Select
          label="Tier"
          value={form.tier}
          options={[AS_IT_IS, ['A', 'A'], ['B', 'B'], ['C', 'C']]}
          onChange={(tier) => put({ tier })}
        />
        <Select
          label="Rep"
          value={form.rep}
          options={[AS_IT_IS, ...working(), [NOBODY, 'Nobody']]}
          onChange={(rep) => put({ rep })}
        />
        <Select
          label="Active"
          value={form.active}
          options={[AS_IT_IS, ['yes', 'Active'], ['no', 'Inactive: kept, not planned']]}
          onChange={(active) => put({ active })}
        />
      </div>
      <Rhythm form={form} put={put} />
      {form.season === 'own' && (
        <SeasonEditor draft={form.windows} onChange={(windows) => put({ windows })} />
      )}
      {hasDate(form) && (
        <div class="columns">
          <Input
            label="Rep and class from"
            type="date"
            min={today.value}
            hint={form.from > today.value ? 'The night before makes the change' : 'At once'}
            value={form.from}
            onInput={(from) => put({ from })}
          />
          <Input
            label="Why"
            hint="Kept with the account's history"
            value={form.why}
            onInput={(why) => put({ why })}
          />
        </div>
      )}
    </>
  )
}

function working() {
  return reps.value.filter((rep) => rep.active).map((rep) => [rep.id, rep.name] as const)
}

function Rhythm({ form, put }: FormProps) {
  const own = form.rhythm === 'days' || form.rhythm === 'weekly'
  return (
    <div class="columns">
      <Select
        label="How often"
        value={form.rhythm}
        options={[
          AS_IT_IS,
          ['table', 'As the cadence table says'],
          ['days', 'Every so many days'],
          ['weekly', 'So many times a week'],
        ]}
        onChange={(rhythm) => put({ rhythm })}
      />
      {own && (
        <Input
          label={form.rhythm === 'days' ? 'Days between visits' : 'Visits a week'}
          type="number"
          min="1"
          value={form.interval}
          onInput={(interval) => put({ interval })}
        />
      )}
      <Select
        label="Season windows"
        value={form.season}
        options={[AS_IT_IS, ['none', 'None of its own'], ['own', 'These']]}
        onChange={(season) => put({ season })}
      />
    </div>
  )
}
