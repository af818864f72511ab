import { useState } from 'preact/hooks'
import * as acts from '../../acts.ts'
import { localTime } from '../../dates.ts'
import { inOrder, type OutboxRow, type SentRow } from '../../outbox.ts'
import * as phone from '../../phone.ts'
import { Button } from '../../ui/button.tsx'
import { ago, date } from '../../ui/format.ts'
import { Chip, EmptyState, SectionTitle } from '../../ui/pieces.tsx'
import { Confirm } from '../../ui/sheet.tsx'
import { t, word } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { refusedWords } from '../../ui/whys.ts'
import type { FeedbackRow, SyncItem, WishRow } from '../../wire.ts'
import { BackBar } from '../back-bar.tsx'
import { contrary } from './contrary.ts'
import { saveOutboxFile } from './file.ts'
import { words } from './words.ts'

const SENT_SHOWN_MS = 24 * 3600 * 1000

/** What waits, what was refused and why, what arrived today. */
export function OutboxScreen() {
  const [discarding, setDiscarding] = useState<OutboxRow | null>(null)
  const rows = inOrder(phone.outbox.value)
  const waiting = rows.filter((row) => row.state === 'waiting')
  const refused = rows.filter((row) => row.state === 'refused')
  const sent = phone.sent.value
    .filter((row) => Date.now() - row.sent_ms < SENT_SHOWN_MS)
    .sort((a, b) => b.sent_ms - a.sent_ms)
  return (
    <main class="screen" id="main">
      <BackBar title={t('outbox.title')} />
      <p class="quiet">{contact()}</p>
      {rows.length === 0 && <EmptyState icon="check" title={t('outbox.empty')} />}
      {refused.length > 0 && (
        <section>
          <SectionTitle>{t('outbox.refused')}</SectionTitle>
          <ul class="stack">
            {refused.map((row) => (
              <Refused key={row.seq} row={row} onDiscard={() => setDiscarding(row)} />
            ))}
          </ul>
        </section>
      )}
      {waiting.length > 0 && (
        <section>
          <SectionTitle>{t('outbox.waiting')}</SectionTitle>
          <ul class="card list">
            {waiting.map((row) => (
              <Line key={row.seq} item={row.item} label={row.label}>
                <Button look="plain" icon="undo" onClick={() => void takeBack(row)}>
                  {t('outbox.take_back')}
                </Button>
              </Line>
            ))}
          </ul>
        </section>
      )}
      {rows.length > 0 && (
        <div class="actions">
          <Button look="primary" icon="upload" onClick={() => void phone.syncNow(true)}>
            {t('outbox.send_now')}
          </Button>
          <Button icon="file" onClick={() => saveOutboxFile(rows)}>
            {t('outbox.save_file')}
          </Button>
        </div>
      )}
      {sent.length > 0 && <Sent rows={sent} />}
      <Words />
      {discarding && (
        <Confirm
          title={t('outbox.discard_title')}
          text={t('outbox.discard_lead')}
          yes={t('outbox.discard')}
          danger
          onNo={() => setDiscarding(null)}
          onYes={() => {
            void acts.discard(discarding)
            setDiscarding(null)
          }}
        />
      )}
    </main>
  )
}

function contact(): string {
  const last = phone.meta.value?.last_sync_ms
  if (!last) return t('outbox.never_sync')
  return t('outbox.last_sync', { when: ago(last, Date.now()) })
}

async function takeBack(row: OutboxRow): Promise<void> {
  const undone = await acts.undo(row.item.id)
  toast(undone.ok && undone.value ? t('report.taken_back') : t('report.withdrawn'))
}

/** What the manager asked for, on which date and why. */
function askedWords(asked: WishRow): string {
  const what = `${word('outbox.kind', asked.kind)}, ${date(asked.on, phone.today.value)}`
  return [what, asked.reason, t('account.wish_by', { name: asked.by ?? '' })]
    .filter(Boolean)
    .join(' \u00b7 ')
}

function Refused({ row, onDiscard }: { row: OutboxRow; onDiscard: () => void }) {
  const asked = row.code === 'manager_asked' ? contrary(row.item, phone.rows.value.wishes) : null
  return (
    <li class="card stack">
      <div>
        <strong>{row.label}</strong>
        <p class="quiet small">{described(row.item)}</p>
      </div>
      <p class="refused-why">{t('outbox.refused_because', { why: refusedWords(row) })}</p>
      {asked && <p class="quiet">{askedWords(asked)}</p>}
      <div class="actions">
        <Button icon="refresh" onClick={() => void acts.retry(row)}>
          {t('outbox.retry')}
        </Button>
        <Button icon="file" onClick={() => saveOutboxFile([row])}>
          {t('outbox.save_file')}
        </Button>
        <Button look="danger" icon="trash" onClick={onDiscard}>
          {t('outbox.discard')}
        </Button>
      </div>
    </li>
  )
}

function Sent({ rows }: { rows: readonly SentRow[] }) {
  return (
    <section>
      <SectionTitle>{t('outbox.sent')}</SectionTitle>
      <ul class="card list">
        {rows.map((row) => (
          <Line key={row.id} item={row.item} label={row.label}>
            <Chip tone="ok">{ago(row.sent_ms, Date.now())}</Chip>
          </Line>
        ))}
      </ul>
    </section>
  )
}

/** What the manager was told, and what the manager says to it. */
function Words() {
  const told = words(phone.rows.value.feedback.values(), phone.outbox.value)
  if (told.length === 0) return null
  return (
    <section>
      <SectionTitle>{t('words.title')}</SectionTitle>
      <ul class="card list">
        {told.map((row) => (
          <Word key={row.id} row={row} />
        ))}
      </ul>
    </section>
  )
}

function Word({ row }: { row: FeedbackRow }) {
  const about = [date(row.on, phone.today.value), row.account].filter(Boolean).join(' \u00b7 ')
  return (
    <li class="told">
      <span class="quiet small">{about}</span>
      <p class="note">{row.text}</p>
      {row.answered_at ? (
        <p class="note answer">
          <strong>
            {t('words.answer', { by: row.answered_by, date: answeredOn(row.answered_at) })}
          </strong>{' '}
          {row.answer}
        </p>
      ) : (
        <Chip>{t('words.unanswered')}</Chip>
      )}
    </li>
  )
}

/** The date of an answer where the rep is. */
function answeredOn(at: string): string {
  return date(localTime(Date.parse(at), phone.zone.value).on, phone.today.value)
}

interface LineProps {
  item: SyncItem
  label: string
  children: preact.ComponentChildren
}

function Line({ item, label, children }: LineProps) {
  return (
    <li class="contact">
      <span class="grow">
        <strong>{label}</strong>
        <span class="quiet small">{described(item)}</span>
      </span>
      {children}
    </li>
  )
}

function described(item: SyncItem): string {
  const parts = [t(`outbox.kind.${item.kind}`)]
  if ('on' in item.args) parts.push(date(item.args.on, phone.today.value))
  return [...parts, ...details(item)].filter(Boolean).join(' \u00b7 ')
}

function details(item: SyncItem): string[] {
  switch (item.kind) {
    case 'report':
      return [word('outcome', item.args.outcome), item.args.note]
    case 'feedback':
      return [item.args.text]
    case 'drop':
    case 'pin':
      return [item.args.reason]
    default:
      return []
  }
}
