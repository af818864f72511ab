import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { ago, clock, date, duration } from '../../ui/format.ts'
import { Chip, EmptyState, Facts } from '../../ui/pieces.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Span } from '../../wire.ts'
import * as api from '../api.ts'
import { lazy } from '../lazy.tsx'
import { href, open, route } from '../router.ts'
import { about, loadReps, nowMs, reps } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Page } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import type { Rep } from '../wire.ts'
import { Busy } from './busy.tsx'
import { DaysOff } from './days-off.tsx'
import { LinkPart } from './link.tsx'
import { RepFields } from './rep-fields.tsx'
import { fault, repChange, repForm, WEEKDAYS } from './week.ts'
import { Pause, Uncovered, Who } from './who.tsx'
import './people.css'

const InviteDrawer = lazy(
  () => import('./invite.tsx').then((file) => file.InviteDrawer),
  'the invitation',
)

/** Where and when each rep works. */
export function PeopleScreen() {
  const chosen = reps.value.find((rep) => rep.id === route.value.query.person)
  const [inviting, invite] = useState(false)
  const actions = (
    <Button look="primary" icon="plus" onClick={() => invite(true)}>
      Invite a rep
    </Button>
  )
  return (
    <Page title="People" lead="A change of working time is planned for at once." actions={actions}>
      {reps.value.length === 0 && (
        <EmptyState
          icon="people"
          title="No rep yet."
          text="Invite the first one: name, e-mail and working hours are enough."
        />
      )}
      <div class="cards">
        {reps.value.map((rep) => (
          <Person key={rep.id} rep={rep} />
        ))}
      </div>
      {inviting && <InviteDrawer onClose={() => invite(false)} />}
      {chosen && <Edit key={chosen.id} rep={chosen} onClose={() => open({ person: null })} />}
    </Page>
  )
}

function Person({ rep }: { rep: Rep }) {
  return (
    <article class="card stack">
      <div class="row between">
        <h2>{rep.name}</h2>
        {!rep.active && <Chip tone="warn">paused</Chip>}
      </div>
      {!rep.active && <Uncovered rep={rep} />}
      <Facts of={facts(rep)} />
      <div class="row wrap person-actions">
        <Button icon="pen" onClick={() => open({ person: rep.id })}>
          Change
        </Button>
        <a class="button plain" href={href('accounts', { rep: rep.id })}>
          {rep.accounts} accounts
        </a>
        <a class="button plain" href={href('plans', { rep: rep.id })}>
          Plan
        </a>
      </div>
    </article>
  )
}

function facts(rep: Rep) {
  const lunch =
    rep.lunch_s > 0
      ? `${duration(rep.lunch_s)}, ${clock(rep.lunch_start_s)}–${clock(rep.lunch_end_s)}`
      : 'none'
  const next = rep.days_off.filter((off) => off.last >= (about.value?.today ?? ''))
  return [
    ['Team', rep.team],
    ['Base', rep.base_label || 'none yet'],
    ['Hours', weekWords(rep.week)],
    ['Zone', rep.zone.replaceAll('_', ' ')],
    ['Holidays', [rep.country, rep.subdivision].filter(Boolean).join(', ') || 'none'],
    ['Lunch', lunch],
    ['Days off', next.length === 0 ? 'none ahead' : next.map(offWords).join('; ')],
    ['New plans', rep.auto_publish ? 'publish themselves' : 'wait for your yes'],
    ['Phone', rep.last_sync ? `synced ${ago(Date.parse(rep.last_sync), nowMs())}` : 'never synced'],
  ] as const
}

function offWords({ first, last, reason }: Rep['days_off'][number]): string {
  const days = first === last ? date(first) : `${date(first)} to ${date(last)}`
  return reason ? `${days} (${reason})` : days
}

/** "Mon–Thu 08:00–17:30, Fri 08:00–12:30": days with the same hours stand together. */
function weekWords(week: readonly (Span | null)[]): string {
  const runs: { from: number; to: number; span: Span }[] = []
  week.forEach((span, at) => {
    const last = runs.at(-1)
    if (!span) return
    if (last && last.to === at - 1 && String(last.span) === String(span)) last.to = at
    else runs.push({ from: at, to: at, span })
  })
  if (runs.length === 0) return 'no working days'
  return runs
    .map(({ from, to, span }) => `${days(from, to)} ${clock(span[0])}–${clock(span[1])}`)
    .join(', ')
}

function days(from: number, to: number): string {
  return from === to ? `${WEEKDAYS[from]}` : `${WEEKDAYS[from]}–${WEEKDAYS[to]}`
}

function Edit({ rep, onClose }: { rep: Rep; onClose: () => void }) {
  const [form, set] = useState(repForm(rep))
  const { busy, act } = useAct()
  const wrong = fault(form)
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const saved = await act(() => api.changeRep(rep.id, repChange(form)))
    if (!saved) return
    await loadReps()
    toast(`${rep.name} is saved; the plan follows.`)
    onClose()
  }
  return (
    <Drawer title={rep.name} lead={rep.email} onClose={onClose}>
      <div class="person-parts">
        <Who key={rep.name} rep={rep} />
        <form class="stack" noValidate onSubmit={(event) => void save(event)}>
          <RepFields form={form} put={(part) => set({ ...form, ...part })} />
          {wrong && <p class="small wrong">{wrong}</p>}
          <div>
            <Button type="submit" look="primary" disabled={busy || wrong !== ''}>
              Save
            </Button>
          </div>
        </form>
        <DaysOff rep={rep} />
        <Busy rep={rep} />
        <LinkPart rep={rep} />
        <Pause rep={rep} />
      </div>
    </Drawer>
  )
}
