import { useEffect, useState } from 'preact/hooks'
import * as api from '../../api.ts'
import { becameWords, isOver, type Story } from '../../feeds/became.ts'
import * as phone from '../../phone.ts'
import { hash } from '../../router.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { EmptyState, Skeleton } from '../../ui/pieces.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import type { Became, Id, VisitRow } from '../../wire.ts'
import { BackBar } from '../back-bar.tsx'
import { AccountScreen } from '../lazy.tsx'
import { LaterSheets } from './later.tsx'

/** A visit of another date, from a calendar's link: what can be done, or what became of it. */
export function LinkedVisitScreen({ id }: { id: Id }) {
  const visit = phone.visit(id)
  if (visit) return <Known visit={visit} />
  if (phone.complete.value) return <Unknown id={id} />
  return (
    <main class="screen" id="main">
      <Skeleton label={t('app.loading')} />
    </main>
  )
}

/** Its account, and over it the sheet. */
function Known({ visit }: { visit: VisitRow }) {
  const [open, setOpen] = useState(true)
  const close = () => setOpen(false)
  const story = storyOf(visit)
  return (
    <>
      <AccountScreen id={visit.account_id} />
      {open && story.state === 'open' && <LaterSheets visit={visit} onClose={close} />}
      {open && story.state !== 'open' && (
        <Sheet title={visit.account} onClose={close}>
          <Told story={story} next={nextOf(visit)?.id ?? null} />
          {story.state === 'unreported' && <ReportLink id={visit.id} />}
        </Sheet>
      )}
    </>
  )
}

/** What this phone knows of a visit, with what it has not sent yet. */
function storyOf(visit: VisitRow): Story {
  const { facts, skips } = phone.standing.value
  const fact = facts.filter((one) => one.visit_id === visit.id).at(-1)
  const skipped = skips.some((one) => one.visit_id === visit.id && one.on === visit.on)
  const shared = { on: visit.on, told_on: fact?.on ?? null, next_on: nextOf(visit)?.on ?? null }
  if (fact) return { ...shared, state: fact.outcome }
  if (visit.cancelled) return { ...shared, state: 'cancelled' }
  if (visit.on < phone.today.value) return { ...shared, state: 'unreported' }
  return { ...shared, state: skipped ? 'skipped' : 'open' }
}

function nextOf(visit: VisitRow): VisitRow | null {
  const ahead = [...phone.rows.value.visits.values()].filter(
    (one) =>
      one.account_id === visit.account_id &&
      one.id !== visit.id &&
      !one.cancelled &&
      one.on >= phone.today.value,
  )
  return ahead.sort((a, b) => a.on.localeCompare(b.on))[0] ?? null
}

function ReportLink({ id }: { id: Id }) {
  return (
    <LinkButton look="primary" icon="pen" wide href={hash({ screen: 'report', visit: id })}>
      {t('today.report')}
    </LinkButton>
  )
}

function Told({ story, next }: { story: Story; next: Id | null }) {
  return (
    <div class="stack">
      <p>{becameWords(story, phone.today.value)}</p>
      {next && isOver(story) && (
        <LinkButton icon="calendar" wide href={hash({ screen: 'visit', id: next })}>
          {t('became.see_next')}
        </LinkButton>
      )}
    </div>
  )
}

/** Too old or too far ahead for this phone: the server knows. */
function Unknown({ id }: { id: Id }) {
  const [answer, setAnswer] = useState<api.Answer<Became> | null>(null)
  const read = async () => setAnswer(await api.get<Became>(`/api/visits/${id}/became`))
  useEffect(() => void read(), [id])
  const found = answer?.kind === 'ok' ? answer.data : null
  return (
    <main class="screen" id="main">
      <BackBar title={found?.account ?? t('nav.today')} />
      {answer === null && <Skeleton label={t('app.loading')} />}
      {found && <Told story={found} next={found.next_id} />}
      {found && (
        <LinkButton look="plain" wide href={hash({ screen: 'account', id: found.account_id })}>
          {t('why.account')}
        </LinkButton>
      )}
      {answer && !found && <NoAnswer gone={answer.kind === 'refused'} again={() => void read()} />}
    </main>
  )
}

function NoAnswer({ gone, again }: { gone: boolean; again: () => void }) {
  return (
    <EmptyState
      icon={gone ? 'calendar' : 'offline'}
      title={t(gone ? 'became.gone' : 'became.no_signal')}
    >
      {!gone && (
        <Button icon="refresh" onClick={again}>
          {t('app.retry')}
        </Button>
      )}
    </EmptyState>
  )
}
