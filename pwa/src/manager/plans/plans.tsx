import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { ago, date } from '../../ui/format.ts'
import { Banner, Chip, EmptyState, type Tone } from '../../ui/pieces.tsx'
import { toast } from '../../ui/toast.tsx'
import * as api from '../api.ts'
import { lazy } from '../lazy.tsx'
import { type Remote, useRemote } from '../remote.ts'
import { choose, href, route } from '../router.ts'
import { about, reps, today } from '../session.ts'
import { Page, Tabs } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import type { Items, Plan, Rep, WorkRequest } from '../wire.ts'
import * as review from './api.ts'
import { ReasonDrawer } from './reason.tsx'
import { hours } from './weeks.ts'
import { weighedWords } from './weighing.ts'
import type { WeighedSummary } from './wire.ts'

const RepPlan = lazy(() => import('./rep-plan.tsx').then((file) => file.RepPlan), 'The plan')
const YearView = lazy(() => import('./year.tsx').then((file) => file.YearView), 'The year')

const VIEWS = [
  ['plan', 'Twelve weeks'],
  ['year', 'The year'],
] as const

const WORKING_MS = 2_000
const RESTING_MS = 15_000

/** What every rep is going to do in the next weeks, and what the year will ask. */
export function PlansScreen() {
  const view = route.value.query.view === 'year' ? 'year' : 'plan'
  const tabs = (
    <Tabs
      label="View"
      tabs={VIEWS}
      value={view}
      onChange={(to) => choose({ view: to === 'year' ? to : null, week: null, day: null })}
    />
  )
  if (view === 'plan') return <Weeks tabs={tabs} />
  return (
    <Page
      title="Plans"
      lead="What the cadences ask of the next 52 weeks, against the hours there."
      actions={tabs}
    >
      <YearView />
    </Page>
  )
}

function Weeks({ tabs }: { tabs: ComponentChildren }) {
  const work = useWork()
  const done = (work.data?.items ?? []).filter((one) => one.state === 'done')
  const key = done.map((one) => `${one.key} ${one.finished_at}`).join()
  const plans = useRemote(`plans ${key}`, () => api.plans(), RESTING_MS)
  const { query } = route.value
  const rep = reps.value.find((one) => one.id === query.rep) ?? reps.value[0]
  if (!rep) return <NoReps />
  const failed = (work.data?.items ?? []).filter((one) => one.state === 'failed')
  const mine = plans.data?.items.filter((plan) => plan.rep_id === rep.id) ?? []
  const followed = mine.find((plan) => plan.state === 'published')
  return (
    <Page
      title="Plans"
      lead="Twelve weeks ahead, made anew each night and after every change."
      actions={tabs}
    >
      {failed.map((one) => (
        <Failed key={`${one.task} ${one.key}`} request={one} reload={work.reload} />
      ))}
      <section class="rep-cards" aria-label="Reps">
        {reps.value.map((one) => (
          <RepCard
            key={one.id}
            rep={one}
            chosen={one.id === rep.id}
            plans={plans}
            work={(work.data?.items ?? []).find(
              (item) => item.key === one.id && item.task === 'plan',
            )}
            reloadWork={work.reload}
          />
        ))}
      </section>
      <RepPlan
        key={rep.id}
        rep={rep}
        plan={followed ?? null}
        draft={mine.find((plan) => plan.state === 'draft') ?? null}
        loading={plans.data === null}
      />
    </Page>
  )
}

/** Asked often while something is being made, else now and then. */
function useWork(): Remote<Items<WorkRequest>> {
  const [busy, setBusy] = useState(false)
  const work = useRemote('requests', api.requests, busy ? WORKING_MS : RESTING_MS)
  const isNow = isBusy(work.data)
  useEffect(() => setBusy(isNow), [isNow])
  return work
}

function isBusy(work: Items<WorkRequest> | null): boolean {
  return (work?.items ?? []).some((one) => one.state === 'running' || one.state === 'waiting')
}

function NoReps() {
  return (
    <Page title="Plans">
      <EmptyState
        icon="people"
        title="There is nobody to plan for yet."
        text="Add a rep on the server: rounds user add"
      >
        <a class="button" href={href('people')}>
          People
        </a>
      </EmptyState>
    </Page>
  )
}

function Failed({ request, reload }: { request: WorkRequest; reload: () => void }) {
  const { busy, act } = useAct()
  const again = async () => {
    const asked = await act(() => api.again(request.task, request.key))
    if (asked) reload()
  }
  return (
    <Banner
      tone="bad"
      icon="warning"
      action={
        <Button look="plain" icon="refresh" disabled={busy} onClick={() => void again()}>
          Try again
        </Button>
      }
    >
      <strong>{request.about || `${request.task} ${request.key}`} failed.</strong>{' '}
      {request.error || 'The server did not say why.'} The plan before it still holds.
    </Banner>
  )
}

interface CardProps {
  rep: Rep
  chosen: boolean
  plans: Remote<Items<Plan>>
  work: WorkRequest | undefined
  reloadWork: () => void
}

function RepCard({ rep, chosen, plans, work, reloadWork }: CardProps) {
  const { busy, act } = useAct()
  const mine = plans.data?.items.filter((plan) => plan.rep_id === rep.id) ?? []
  const draft = mine.find((plan) => plan.state === 'draft')
  const followed = mine.find((plan) => plan.state === 'published')
  const again = async () => {
    const asked = await act(() => api.askForPlan(rep.id))
    if (asked) reloadWork()
  }
  return (
    <article class={chosen ? 'card rep-card chosen' : 'card rep-card'}>
      <div class="row between">
        <button
          type="button"
          class="rep-name"
          aria-pressed={chosen}
          onClick={() => choose({ rep: rep.id, day: null })}
        >
          {rep.name}
        </button>
        <State plan={followed} draft={draft} work={work} />
      </div>
      <p class="small quiet" role={isUnderWay(work) ? 'status' : undefined}>
        {isUnderWay(work) ? work?.progress || 'waiting for its turn' : madeWords(followed)}
      </p>
      {isUnderWay(work) && <Progress text={work?.progress ?? ''} />}
      {followed && <Load plan={followed} rep={rep} />}
      {followed && <Weighed plan={draft ?? followed} />}
      {draft && <Draft plan={draft} reload={plans.reload} />}
      <Button
        look="plain"
        icon="refresh"
        disabled={busy || isUnderWay(work)}
        onClick={() => void again()}
      >
        Plan again
      </Button>
    </article>
  )
}

function isUnderWay(work: WorkRequest | undefined): boolean {
  return work?.state === 'running' || work?.state === 'waiting'
}

interface StateProps {
  plan: Plan | undefined
  draft: Plan | undefined
  work: WorkRequest | undefined
}

function State({ plan, draft, work }: StateProps) {
  const [tone, text] = stateWords(plan, draft, work)
  return <Chip tone={tone}>{text}</Chip>
}

function stateWords(
  plan: Plan | undefined,
  draft: Plan | undefined,
  work: WorkRequest | undefined,
): [Tone, string] {
  if (isUnderWay(work)) return ['info', 'planning']
  if (work?.state === 'failed') return ['bad', 'failed']
  if (draft) return ['warn', 'draft waits']
  return plan ? ['ok', 'published'] : ['plain', 'no plan yet']
}

function madeWords(plan: Plan | undefined): string {
  if (!plan || !about.value) return 'Nothing is planned yet.'
  const made = ago(Date.parse(plan.made_at), Date.parse(about.value.now))
  const { visits = 0, calls = 0 } = plan.summary
  const count = calls > 0 ? `${visits} visits and ${calls} calls` : `${visits} visits`
  return `Made ${made}: ${count} until ${date(plan.last_day, today.value)}.`
}

/** "4 of 12 weeks" as a bar; without numbers the words alone stand there. */
function Progress({ text }: { text: string }) {
  const found = /(\d+) of (\d+)/.exec(text)
  if (!found) return null
  return <progress value={Number(found[1])} max={Number(found[2])} aria-label={text} />
}

function Load({ plan, rep }: { plan: Plan; rep: Rep }) {
  const load = hours(plan, rep)
  if (!load) return null
  const [needed, there] = [load.needed_s, load.there_s].map((s) => Math.round(s / 3600))
  const over = load.needed_s > load.there_s
  return (
    <div class="load">
      <meter
        class={over ? 'over' : ''}
        min={0}
        max={load.there_s}
        value={Math.min(load.needed_s, load.there_s)}
        aria-label="Hours planned of the hours there are"
      />
      <p class="small quiet number">
        {needed} h planned of {there} h there (driving is an estimate)
      </p>
    </div>
  )
}

/** A plan made with other weights than usual says so. */
function Weighed({ plan }: { plan: Plan }) {
  const { weights } = plan.summary as WeighedSummary
  return weights ? <p class="small">Weighs {weighedWords(weights)}.</p> : null
}

function Draft({ plan, reload }: { plan: Plan; reload: () => void }) {
  const [refusing, askWhy] = useState(false)
  const { busy, act } = useAct()
  const publish = async () => {
    if (!(await act(() => api.publish(plan.id)))) return
    toast(`${plan.rep} follows the new plan now.`)
    reload()
  }
  const refuse = async (why: string) => {
    const refused = await act(() => review.refuse(plan.id, why))
    askWhy(false)
    if (!refused) return
    toast(`Refused: ${plan.rep} keeps the plan before it.`)
    reload()
  }
  return (
    <div class="row wrap">
      <Button look="primary" disabled={busy} onClick={() => void publish()}>
        Publish
      </Button>
      <Button disabled={busy} onClick={() => askWhy(true)}>
        Refuse…
      </Button>
      {refusing && (
        <ReasonDrawer
          title="Refuse this draft"
          lead={`${plan.rep} keeps the plan before it.`}
          action="Refuse"
          busy={busy}
          onGive={(why) => void refuse(why)}
          onClose={() => askWhy(false)}
        />
      )}
    </div>
  )
}
