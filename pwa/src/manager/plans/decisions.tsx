import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { Chip } from '../../ui/pieces.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Remote, useRemote } from '../remote.ts'
import { href, route } from '../router.ts'
import { today } from '../session.ts'
import { Shown } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import type { Items, Rep } from '../wire.ts'
import * as api from './api.ts'
import { TAKEN_BACK } from './moving.ts'
import { ReasonDrawer } from './reason.tsx'
import { FACTORS, STEPS, USUAL, WEIGHTS, weighedWords } from './weighing.ts'
import type { Review, Weights, Wish } from './wire.ts'

interface CardProps {
  rep: Rep
  planId: string
  wishes: Remote<Items<Wish>>
  onAsked: () => void
}

/** How a rep's plans are published, what they weigh, and what was asked of the next one. */
export function DecisionsCard({ rep, planId, wishes, onAsked }: CardProps) {
  const review = useRemote(`review ${rep.id} ${planId}`, () => api.review(rep.id))
  const reload = () => {
    review.reload()
    onAsked()
  }
  return (
    <section class="card stack" aria-label="Decisions on these plans">
      <Shown of={review} label="Looking up what was decided">
        {(data) => (
          <>
            <Publishing rep={rep} of={data} reload={reload} />
            <Weighing key={JSON.stringify(data.weights)} of={data} reload={reload} />
          </>
        )}
      </Shown>
      <h2>Asked of the next plan</h2>
      <Shown of={wishes} label="Looking up what was asked">
        {(data) => <Asked of={data.items} reload={wishes.reload} />}
      </Shown>
    </section>
  )
}

interface PartProps {
  of: Review
  reload: () => void
}

function Publishing({ rep, of, reload }: PartProps & { rep: Rep }) {
  const [asking, ask] = useState(false)
  const { busy, act } = useAct()
  const hold = async (why: string) => {
    if (await act(() => api.hold(rep.id, why))) toast(`${rep.name} keeps the published plan.`)
    ask(false)
    reload()
  }
  const release = async () => {
    if (await act(() => api.release(rep.id))) toast('Released: a new plan is being made.')
    reload()
  }
  return (
    <>
      <div class="row between wrap">
        <h2>Publishing</h2>
        {of.publishing === 'held' ? (
          <Button disabled={busy} onClick={() => void release()}>
            Release
          </Button>
        ) : (
          <Button look="plain" disabled={busy} onClick={() => ask(true)}>
            Hold this plan…
          </Button>
        )}
      </div>
      <p>
        {of.publishing === 'held' && <Chip tone="warn">held</Chip>} {publishingWords(of)}
      </p>
      {of.refused && (
        <p class="quiet">
          {of.refused.by || 'Somebody'} refused the last draft
          {of.refused.why ? `: “${of.refused.why}”` : '.'}
        </p>
      )}
      {asking && (
        <ReasonDrawer
          title="Hold this plan"
          lead={`${rep.name} keeps following the published plan; new ones wait as drafts until you release them.`}
          action="Hold"
          busy={busy}
          onGive={(why) => void hold(why)}
          onClose={() => ask(false)}
        />
      )}
    </>
  )
}

function publishingWords({ publishing, held }: Review): string {
  if (publishing === 'itself') return 'A new plan is published by itself.'
  if (publishing === 'company')
    return 'A manager publishes every plan: the company’s settings say so.'
  if (!held?.at) return 'New plans wait as drafts: the rep’s settings say so.'
  const since = date(held.at.slice(0, 10), today.value)
  return `${held.by} holds the published plan since ${since}: “${held.why}”. New plans wait as drafts.`
}

function Weighing({ of, reload }: PartProps) {
  const [wanted, want] = useState<Weights>(of.weights)
  const { busy, act } = useAct()
  const same = WEIGHTS.every(({ name }) => wanted[name] === of.weights[name])
  const weigh = async (weights: Partial<Weights>) => {
    const kept = await act(() => api.weigh(of.rep_id, weights))
    if (kept) toast('A new plan is being made with these weights.')
    reload()
  }
  return (
    <details class="weighing" open={!of.usual}>
      <summary>
        <strong>Weights</strong>{' '}
        <Chip tone={of.usual ? 'plain' : 'info'}>{weighedWords(of.weights)}</Chip>
      </summary>
      <div class="stack">
        {WEIGHTS.map(({ name, label, sentence }) => (
          <label class="weight" key={name}>
            <span>
              {label}
              <span class="small quiet note">{sentence}</span>
            </span>
            <input
              type="range"
              min={0}
              max={FACTORS.length - 1}
              step={1}
              value={nearest(wanted[name])}
              aria-valuetext={STEPS[nearest(wanted[name])]}
              onInput={(event) =>
                want({ ...wanted, [name]: FACTORS[Number(event.currentTarget.value)] ?? 1 })
              }
            />
            <span class="small">{STEPS[nearest(wanted[name])]}</span>
          </label>
        ))}
        <div class="row wrap">
          <Button disabled={busy || same} onClick={() => void weigh(wanted)}>
            Plan with these
          </Button>
          <Button look="plain" disabled={busy || of.usual} onClick={() => void weigh(USUAL)}>
            Back to the usual weights
          </Button>
        </div>
      </div>
    </details>
  )
}

/** The slider's place of a factor. */
function nearest(factor: number): number {
  const off = FACTORS.map((one) => Math.abs(Math.log(one / factor)))
  return off.indexOf(Math.min(...off))
}

const KIND = { pin: 'held to', drop: 'off on', avoid: 'not on' } as const
const TONE = { waiting: 'info', kept: 'ok', refused: 'warn' } as const

function Asked({ of, reload }: { of: readonly Wish[]; reload: () => void }) {
  const { busy, act } = useAct()
  if (of.length === 0) return <p class="quiet">Nothing: the plan decides alone.</p>
  const takeBack = async (wish: Wish) => {
    if (await act(() => api.takeBack(wish.id))) toast(TAKEN_BACK, null, 9000)
    reload()
  }
  return (
    <ul class="behind">
      {of.map((wish) => (
        <li key={wish.id}>
          <div class="row wrap">
            <a href={href('plans', { ...route.value.query, account: wish.account_id })}>
              <strong>{wish.account}</strong>
            </a>
            <span>
              {KIND[wish.kind]} {date(wish.on, today.value)}
            </span>
            <Chip tone={TONE[wish.answer]}>{wish.answer}</Chip>
            {wish.by && (
              <Button look="plain" icon="undo" disabled={busy} onClick={() => void takeBack(wish)}>
                Take back
              </Button>
            )}
          </div>
          <p class="small quiet">
            {wish.by ? `${wish.by} asked` : 'The rep asked'}
            {wish.why && `: “${wish.why}”`} {wish.answer_text}
          </p>
        </li>
      ))}
    </ul>
  )
}
