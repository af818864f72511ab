import { useEffect, useState } from 'preact/hooks'
import * as acts from '../../acts.ts'
import { promise } from '../../day.ts'
import * as phone from '../../phone.ts'
import { date } from '../../ui/format.ts'
import { Banner, Chip, EmptyState } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { classWords } from '../../ui/words.ts'
import type { AccountRow, VisitRow } from '../../wire.ts'
import { history } from '../account/history.ts'
import { BackBar, leave } from '../back-bar.tsx'
import { offerUndo } from '../today/undo.ts'
import { type Draft, newDraft, readDraft, reportArgs } from './draft.ts'
import { Form } from './form.tsx'

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
      const channel = visit?.channel ?? 'visit'
      const kept = readDraft(await phone.theStore()?.draft(key), channel)
      if (!left) setDraft(kept ?? newDraft(channel))
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
      {draft && (
        <Form
          draft={draft}
          account={account}
          keep={keep}
          onSave={() => save(about, visit, draft, key)}
        />
      )}
    </main>
  )
}

function Context({ account, visit }: { account: AccountRow; visit: VisitRow | null }) {
  const facts = phone.standing.value.facts
  const last = history(account, facts).find((one) => one.note)
  const before = visit && facts.some((fact) => fact.visit_id === visit.id)
  const promised = promise(account, facts)
  return (
    <>
      <div class="row wrap">
        <Chip tone="accent">{classWords(account)}</Chip>
        <span class="quiet small">
          {[account.address, account.city].filter(Boolean).join(', ')}
        </span>
      </div>
      {before && <Banner>{t('report.already')}</Banner>}
      {promised && <p>{t('today.promised', { text: promised.text })}</p>}
      {last && (
        <p class="quiet">
          {t('report.last', { date: date(last.on, phone.today.value), note: last.note })}
        </p>
      )}
    </>
  )
}

/** The toast says "saved" only after the disk has said so; a full disk leaves the words here. */
async function save(
  about: AccountRow | VisitRow,
  visit: VisitRow | null,
  draft: Draft,
  key: string,
): Promise<boolean> {
  const saved = await acts.report(about, reportArgs(draft, visit?.id ?? null, dateOf(visit)))
  if (!saved.ok) {
    toast(t('report.failed', { why: saved.why }), null, 12_000)
    return false
  }
  offerUndo(t('report.saved', { name: saved.value.label }), saved.value.item.id)
  await phone.theStore()?.dropDraft(key)
  await leave()
  return true
}

/** A visit of a past day is reported for its day; one planned later was made today. */
function dateOf(visit: VisitRow | null): string {
  const today = phone.today.value
  return visit && visit.on < today ? visit.on : today
}
