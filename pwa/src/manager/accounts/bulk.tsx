import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { Banner, Chip } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import type { AccountRow } from '../../wire.ts'
import { reps, today } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Input, Select } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import {
  type BulkForm,
  emptyForm,
  fault,
  fields,
  hasDate,
  KEEP,
  NOBODY,
  outcome,
  overHours,
  signed,
} from './bulk-form.ts'
import { CLASSES } from './filters.ts'
import { SeasonEditor } from './season-editor.tsx'
import { settle } from './settle.ts'
import type { BulkEffect, BulkFields, BulkPreview, BulkShare } from './wire.ts'

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

function count(many: number): string {
  return many === 1 ? '1 account' : `${many} accounts`
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

interface EffectProps {
  preview: BulkPreview
  busy: boolean
  onApply: () => void
  onBack: () => void
}

function Effect({ preview, busy, onApply, onBack }: EffectProps) {
  const over = overHours(preview.reps)
  const { changed, first, weeks, valid_from } = preview
  return (
    <section class="stack effect" aria-live="polite">
      <h3>{outcome(preview)}</h3>
      {over && (
        <Banner tone="warn" icon="warning">
          {over}.
        </Banner>
      )}
      <Table
        label="The effect on every rep's week"
        columns={SHARES}
        rows={preview.reps}
        id={(one) => one.rep_id ?? ''}
      />
      <p class="quiet small">
        What cadence and season ask for in a mean week of the {weeks} weeks from{' '}
        {date(first, today.value)}, time on the way included as an estimate.
        {valid_from && ` Rep and class change on ${date(valid_from, today.value)}, the rest now.`}
      </p>
      <Refused preview={preview} />
      {changed > 0 && <Changing accounts={preview.accounts} />}
      <div class="row">
        <Button look="primary" disabled={busy || changed === 0} onClick={onApply}>
          {busy ? 'Changing' : `Change ${count(changed)}`}
        </Button>
        <Button onClick={onBack}>Not yet</Button>
      </div>
    </section>
  )
}

function Refused({ preview }: { preview: BulkPreview }) {
  if (preview.refused.length === 0) return null
  return (
    <section>
      <h4>Cannot change, and would be left out</h4>
      <ul class="plain-list">
        {preview.refused.map((one) => (
          <li key={one.account_id}>
            <strong>{one.name}</strong> <span class="quiet">{one.why}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The list behind the numbers: its last line is their sum. */
function Changing({ accounts }: { accounts: readonly BulkEffect[] }) {
  return (
    <details>
      <summary>{count(accounts.length)}: what changes of each</summary>
      <Table label="What changes" columns={EFFECTS} rows={accounts} id={(one) => one.account_id} />
      <p class="small number totals-line">
        Together: visits a week {signed(sum(accounts, 'visits'))}, hours a week{' '}
        {signed(sum(accounts, 'hours'))}
      </p>
    </details>
  )
}

function sum(accounts: readonly BulkEffect[], of: 'visits' | 'hours'): number {
  return accounts.reduce((total, one) => total + one[`${of}_after`] - one[`${of}_before`], 0)
}

function arrow(before: number, after: number, digits: number) {
  const [was, is] = [before.toFixed(digits), after.toFixed(digits)]
  return was === is ? <span class="quiet">{is}</span> : `${was} → ${is}`
}

const SHARES: readonly Column<BulkShare>[] = [
  { key: 'rep', label: 'Rep', cell: (one) => one.rep },
  {
    key: 'accounts',
    label: 'Accounts',
    number: true,
    cell: (one) => arrow(one.accounts_before, one.accounts_after, 0),
  },
  {
    key: 'visits',
    label: 'Visits a week',
    number: true,
    cell: (one) => arrow(one.visits_before, one.visits_after, 1),
  },
  {
    key: 'hours',
    label: 'Hours a week',
    number: true,
    cell: (one) => (
      <>
        {arrow(one.hours_before, one.hours_after, 1)}
        {one.rep_id && one.hours_after > one.hours_there && <Chip tone="warn">over</Chip>}
      </>
    ),
  },
  {
    key: 'there',
    label: 'Hours there',
    number: true,
    cell: (one) => (one.rep_id ? one.hours_there.toFixed(1) : '–'),
  },
]

const EFFECTS: readonly Column<BulkEffect>[] = [
  {
    key: 'name',
    label: 'Account',
    cell: (one) => (
      <>
        {one.name}
        <span class="note small quiet">{one.city}</span>
      </>
    ),
  },
  {
    key: 'what',
    label: 'What',
    cell: (one) =>
      Object.entries(one.changes).map(([field, [was, is]]) => (
        <span class="note" key={field}>
          {field} {was} → {is}
        </span>
      )),
  },
  {
    key: 'visits',
    label: 'Visits a week',
    number: true,
    cell: (one) => arrow(one.visits_before, one.visits_after, 2),
  },
  {
    key: 'hours',
    label: 'Hours a week',
    number: true,
    cell: (one) => arrow(one.hours_before, one.hours_after, 2),
  },
]
