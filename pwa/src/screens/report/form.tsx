import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Choices } from '../../ui/choices.tsx'
import { t, word } from '../../ui/t.ts'
import type { AccountRow, Outcome } from '../../wire.ts'
import { ClassQuestion } from './class-question.tsx'
import { type Draft, MOST_NOTE, RESULTS, withOutcome } from './draft.ts'
import { NextStep } from './next-step.tsx'
import { Photos } from './photos.tsx'

export interface PartProps {
  draft: Draft
  keep: (draft: Draft) => void
}

interface FormProps extends PartProps {
  account: AccountRow | null
  onSave: () => Promise<boolean>
}

const OUTCOMES: readonly Outcome[] = ['made', 'phone', 'missed']

/** Outcome, result, class, save: four taps; all else is there for who wants it. */
export function Form({ draft, account, keep, onSave }: FormProps) {
  const [busy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    const saved = await onSave()
    if (!saved) setBusy(false)
  }
  const missed = draft.outcome === 'missed'
  return (
    <form class="form" onSubmit={(event) => void submit(event)}>
      <Choices
        legend={t('report.what')}
        name="outcome"
        segmented
        value={draft.outcome}
        onChange={(outcome) => keep(withOutcome(draft, outcome))}
        choices={OUTCOMES.map((value) => ({ value, label: t(`report.${value}`) }))}
      />
      <Choices
        legend={t(missed ? 'report.result_missed' : 'report.result_made')}
        name="result"
        // A miss without a reason tells the manager nothing; the outcome of a visit may be left open.
        required={missed}
        value={draft.result}
        onChange={(result) => keep({ ...draft, result })}
        choices={RESULTS[draft.outcome].map((value) => ({ value, label: word('result', value) }))}
      />
      {draft.result === 'order' && <OrderValue draft={draft} keep={keep} />}
      {!missed && account && <ClassQuestion draft={draft} keep={keep} account={account} />}
      <label class="field">
        <span>{t('report.note')}</span>
        <textarea
          name="note"
          maxLength={MOST_NOTE}
          placeholder={t('report.note_hint')}
          value={draft.note}
          onInput={(event) => keep({ ...draft, note: event.currentTarget.value })}
        />
      </label>
      <NextStep draft={draft} keep={keep} />
      <Photos draft={draft} keep={keep} />
      {!missed && <Minutes draft={draft} keep={keep} />}
      <div class="form-end">
        <Button look="primary" icon="check" wide type="submit" disabled={busy}>
          {t('report.save')}
        </Button>
      </div>
    </form>
  )
}

function OrderValue({ draft, keep }: PartProps) {
  return (
    <label class="field short">
      <span>{t('report.order_value')}</span>
      <input
        name="order_value"
        inputMode="decimal"
        autoComplete="off"
        maxLength={16}
        value={draft.order_value}
        onInput={(event) => keep({ ...draft, order_value: event.currentTarget.value })}
      />
    </label>
  )
}

function Minutes({ draft, keep }: PartProps) {
  return (
    <label class="field short">
      <span>{t('report.minutes')}</span>
      <input
        name="minutes"
        type="number"
        inputMode="numeric"
        min="0"
        max="1440"
        step="1"
        value={draft.minutes}
        onInput={(event) => keep({ ...draft, minutes: event.currentTarget.value })}
      />
    </label>
  )
}
