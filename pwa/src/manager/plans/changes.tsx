import { useState } from 'preact/hooks'
import { addDays } from '../../dates.ts'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { Chip } from '../../ui/pieces.tsx'
import type { Change, Changes, IsoDate } from '../../wire.ts'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { href, route } from '../router.ts'
import { today } from '../session.ts'
import { Shown } from '../ui/pieces.tsx'
import type { Plan, Rep } from '../wire.ts'

const SHOWN_AT_FIRST = 8
/** Later days get better every night until they come near; nobody has prepared for them yet. */
const SEEN_D = 14

/** What a draft would change, or what the published plan changed since yesterday, and why. */
export function ChangesCard({ rep, plan }: { rep: Rep; plan: Plan }) {
  const isDraft = plan.state === 'draft'
  const since = isDraft ? undefined : addDays(today.value, -1)
  const changes = useRemote(`${rep.id} ${plan.id} ${since}`, () => api.changes(rep.id, since))
  return (
    <section class="card stack" aria-label="What changed">
      <h2>
        {isDraft ? 'What this draft would change' : 'Changed since yesterday, next two weeks'}
      </h2>
      <Shown of={changes} label="Comparing the plans">
        {(data) => <ChangeList of={isDraft ? data : near(data, addDays(today.value, SEEN_D))} />}
      </Shown>
    </section>
  )
}

/** The changes that touch a date before the end. */
export function near(of: Changes, end: IsoDate): Changes {
  const isNear = (on: IsoDate | null) => on !== null && on < end
  return { ...of, items: of.items.filter((one) => isNear(one.before) || isNear(one.after)) }
}

function ChangeList({ of }: { of: Changes }) {
  const [all, showAll] = useState(false)
  if (of.items.length === 0) return <p class="quiet">Nothing: every visit stands where it stood.</p>
  const days = of.items.filter((one) => one.kind !== 'retimed')
  const items = [...days, ...of.items.filter((one) => one.kind === 'retimed')]
  const shown = all ? items : items.slice(0, SHOWN_AT_FIRST)
  return (
    <>
      <p>{inWords(of)}</p>
      <ul class="behind">
        {shown.map((one) => (
          <ChangeRow key={`${one.account_id} ${one.before} ${one.after}`} of={one} />
        ))}
      </ul>
      {shown.length < items.length && (
        <Button look="plain" onClick={() => showAll(true)}>
          All {items.length}
        </Button>
      )}
    </>
  )
}

const KINDS = [
  ['moved', 'moved'],
  ['retimed', 'at another time'],
  ['added', 'added'],
  ['dropped', 'dropped'],
] as const

/** How many of each kind, and how much of the next two weeks that is. */
export function inWords({ items, nervousness }: Changes): string {
  const counts = KINDS.map(
    ([kind, label]) => [items.filter((one) => one.kind === kind).length, label] as const,
  )
  const told = counts.filter(([many]) => many > 0).map(([many, label]) => `${many} ${label}`)
  const share =
    nervousness === null ? '' : `; ${Math.round(100 * nervousness)} % of the next 14 days`
  return `${told.join(', ')}${share}.`
}

const TONE = { moved: 'info', retimed: 'plain', added: 'accent', dropped: 'warn' } as const
const LABEL = Object.fromEntries(KINDS)

function ChangeRow({ of }: { of: Change }) {
  return (
    <li>
      <div class="row">
        <a href={href('plans', { ...route.value.query, account: of.account_id })}>
          <strong>{of.account}</strong>
        </a>
        <Chip tone={TONE[of.kind]}>{LABEL[of.kind]}</Chip>
        <span class="number">{dates(of)}</span>
      </div>
      <p class="small quiet">{of.sentence}</p>
    </li>
  )
}

function dates({ before, after }: Change): string {
  const told = [before, after].filter((on) => on !== null).map((on) => date(on, today.value))
  return [...new Set(told)].join(' → ')
}
