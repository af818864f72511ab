import { useEffect, useState } from 'preact/hooks'
import * as phone from '../../phone.ts'
import { Button } from '../../ui/button.tsx'
import { Choices } from '../../ui/choices.tsx'
import { date } from '../../ui/format.ts'
import { Banner, Chip, EmptyState } from '../../ui/pieces.tsx'
import { t, word } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { classWords } from '../../ui/words.ts'
import type { AccountRow, Outcome, VisitRow } from '../../wire.ts'
import { history } from '../account/history.ts'
import { BackBar, back } from '../back-bar.tsx'
import { offerUndo } from '../today/skip.tsx'
import {
  type Draft,
  isDraft,
  MOST_NOTE,
  minutesOf,
  newDraft,
  RESULTS,
  withOutcome,
} from './draft.ts'

interface ReportProps {
  visitId: string | null
  accountId: string | null
}

/** A report in a few taps; every key is kept on the disk until it is saved. */
export function ReportScreen({ visitId, accountId }: ReportProps) {
  const visit = visitId ? phone.visit(visitId) : null
  const account = phone.account(visit?.account_id ?? accountId ?? '')
  const key = `report:${visitId ?? accountId}`
  const [draft, setDraft] = useState<Draft | null>(null)
  useEffect(() => {
    let left = false
    const read = async () => {
      const kept = await phone.theStore()?.draft(key)
      if (!left) setDraft(isDraft(kept) ? kept : newDraft(visit?.channel ?? 'visit'))
    }
    void read()
    return () => {
      left = true
    }
  }, [key])
  const about = visit ?? account
  if (!about) {
    return (
      <main class="screen" id="main">
        <BackBar title={t('report.title')} />
        <EmptyState icon="pen" title={t('report.gone')} />
      </main>
    )
  }
  const keep = (next: Draft) => {
    setDraft(next)
    void phone.theStore()?.saveDraft(key, next)
  }
  return (
    <main class="screen" id="main">
      <BackBar title={visit?.account ?? account?.name ?? t('report.title')} />
      {account && <Context account={account} visit={visit} />}
      {draft && <Form draft={draft} keep={keep} onSave={() => save(about, visit, draft, key)} />}
    </main>
  )
}

function Context({ account, visit }: { account: AccountRow; visit: VisitRow | null }) {
  const told = history(account, phone.standing.value.facts)
  const last = told.find((one) => one.note)
  const before = visit && phone.standing.value.facts.some((fact) => fact.visit_id === visit.id)
  return (
    <>
      <div class="row wrap">
        <Chip tone="accent">{classWords(account)}</Chip>
        <span class="quiet small">
          {[account.address, account.city].filter(Boolean).join(', ')}
        </span>
      </div>
      {before && <Banner>{t('report.already')}</Banner>}
      {last && (
        <p class="quiet">
          {t('report.last', { date: date(last.on, phone.today.value), note: last.note })}
        </p>
      )}
    </>
  )
}

interface FormProps {
  draft: Draft
  keep: (draft: Draft) => void
  onSave: () => Promise<boolean>
}

const OUTCOMES: readonly Outcome[] = ['made', 'phone', 'missed']

function Form({ draft, keep, onSave }: FormProps) {
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
      {draft.outcome !== 'missed' && (
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
      )}
      <div class="form-end">
        <Button look="primary" icon="check" wide type="submit" disabled={busy}>
          {t('report.save')}
        </Button>
      </div>
    </form>
  )
}

/** The toast says "saved" only after the disk has said so; a full disk leaves the words here. */
async function save(
  about: AccountRow | VisitRow,
  visit: VisitRow | null,
  draft: Draft,
  key: string,
): Promise<boolean> {
  const saved = await phone.report(about, {
    visit_id: visit?.id ?? null,
    on: dateOf(visit),
    outcome: draft.outcome,
    result: draft.result ?? '',
    note: draft.note.trim(),
    minutes: minutesOf(draft),
  })
  if (!saved.ok) {
    toast(t('report.failed', { why: saved.why }), null, 12_000)
    return false
  }
  await phone.theStore()?.dropDraft(key)
  offerUndo(t('report.saved', { name: saved.value.label }), saved.value.item.id)
  back()
  return true
}

/** A visit of a past day is reported for its day; one planned later was made today. */
function dateOf(visit: VisitRow | null): string {
  const today = phone.today.value
  return visit && visit.on < today ? visit.on : today
}
