import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { Banner, Chip } from '../../ui/pieces.tsx'
import { today } from '../session.ts'
import { type Column, Table } from '../ui/table.tsx'
import { outcome, overHours, signed } from './bulk-form.ts'
import type { BulkEffect, BulkPreview, BulkShare } from './wire.ts'

export function count(many: number): string {
  return many === 1 ? '1 account' : `${many} accounts`
}

interface EffectProps {
  preview: BulkPreview
  busy: boolean
  onApply: () => void
  onBack: () => void
}

/** What a change would do to every rep's week, and the button that does it. */
export function Effect({ preview, busy, onApply, onBack }: EffectProps) {
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
