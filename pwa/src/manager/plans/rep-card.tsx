import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { ago, date } from '../../ui/format.ts'
import { Chip, type Tone } from '../../ui/pieces.tsx'
import { toast } from '../../ui/toast.tsx'
import * as api from '../api.ts'
import type { Remote } from '../remote.ts'
import { choose } from '../router.ts'
import { about, today } from '../session.ts'
import { useAct } from '../ui/use-act.ts'
import type { Items, Plan, Rep, WorkRequest } from '../wire.ts'
import * as review from './api.ts'
import { ReasonDrawer } from './reason.tsx'
import { standstill } from './standstill.ts'
import { hours } from './weeks.ts'
import { weighedWords } from './weighing.ts'
import type { WeighedSummary } from './wire.ts'

interface CardProps {
  rep: Rep
  chosen: boolean
  plans: Remote<Items<Plan>>
  work: WorkRequest | undefined
  reloadWork: () => void
}

/** How one rep's plan stands, and what to do about it. */
export function RepCard({ rep, chosen, plans, work, reloadWork }: CardProps) {
  const { busy, act } = useAct()
  const mine = plans.data?.items.filter((plan) => plan.rep_id === rep.id) ?? []
  const draft = mine.find((plan) => plan.state === 'draft')
  const followed = mine.find((plan) => plan.state === 'published')
  const still = standstill(rep)
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
        <State rep={rep} plan={followed} draft={draft} work={work} />
      </div>
      <p class="small quiet" role={isUnderWay(work) ? 'status' : undefined}>
        {isUnderWay(work) ? work?.progress || 'waiting for its turn' : madeWords(followed)}
      </p>
      {isUnderWay(work) && <Progress text={work?.progress ?? ''} />}
      {still && <p class="small">{still}</p>}
      {followed && <Load plan={followed} rep={rep} />}
      {followed && <Weighed plan={draft ?? followed} />}
      {draft && <Draft plan={draft} reload={plans.reload} />}
      <Button
        look="plain"
        icon="refresh"
        disabled={busy || still !== '' || isUnderWay(work)}
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
  rep: Rep
  plan: Plan | undefined
  draft: Plan | undefined
  work: WorkRequest | undefined
}

function State({ rep, plan, draft, work }: StateProps) {
  const [tone, text] = rep.active ? stateWords(plan, draft, work) : (['warn', 'paused'] as const)
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
