import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Banner, EmptyState } from '../../ui/pieces.tsx'
import * as api from '../api.ts'
import { lazy } from '../lazy.tsx'
import { type Remote, useRemote } from '../remote.ts'
import { choose, href, route } from '../router.ts'
import { reps } from '../session.ts'
import { Page, Tabs } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import type { Items, WorkRequest } from '../wire.ts'
import { RepCard } from './rep-card.tsx'

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
        text="Invite the first rep under People."
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
