import { addDays } from '../../dates.ts'
import { Button } from '../../ui/button.tsx'
import { clock, date, duration, length } from '../../ui/format.ts'
import { Chip, EmptyState, Skeleton } from '../../ui/pieces.tsx'
import { unit } from '../../ui/preferences.ts'
import { word } from '../../ui/t.ts'
import type { Unplanned, VisitRow } from '../../wire.ts'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { choose, href, open, route } from '../router.ts'
import { today } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Shown } from '../ui/pieces.tsx'
import type { Plan, PlannedDay, Rep } from '../wire.ts'
import { CapacityCard } from './capacity.tsx'
import { ChangesCard } from './changes.tsx'
import { PlainMapView } from './plain-map.tsx'
import { Strip } from './strip.tsx'

const WEEKS = 12

interface RepPlanProps {
  rep: Rep
  plan: Plan | null
  loading: boolean
}

/** One rep's plan: its weeks, its map, and what found no place in it. */
export function RepPlan({ rep, plan, loading }: RepPlanProps) {
  const first = today.value
  const last = plan && plan.last_day > first ? plan.last_day : addDays(first, 7 * WEEKS - 1)
  const key = `${rep.id} ${plan?.id}`
  const days = useRemote(`${key} ${first}`, () => api.days(rep.id, first, last))
  const accounts = useRemote(key, () => api.accounts({ rep: rep.id }))
  const map = useRemote('map', api.map)
  const on = route.value.query.day
  const chosen = days.data?.items.find((one) => one.day.on === on) ?? null
  if (loading) return <Skeleton label="Looking up the plan" />
  if (!plan) {
    return (
      <EmptyState
        icon="plan"
        title={`${rep.name} has no plan yet.`}
        text="“Plan again” makes one; it takes a minute."
      />
    )
  }
  return (
    <>
      <div class="plan-columns">
        <section class="card">
          <h2>{rep.name}: stops a day</h2>
          <Shown of={days} label="Looking up the days">
            {(data) => (
              <Strip
                rep={rep}
                days={data.items}
                first={first}
                last={last}
                chosen={on ?? null}
                onChoose={(day) => choose({ day })}
              />
            )}
          </Shown>
        </section>
        <section class="card">
          <div class="row between">
            <h2>{chosen ? date(chosen.day.on, today.value) : 'All accounts'}</h2>
            {chosen && (
              <Button look="plain" onClick={() => choose({ day: null })}>
                All accounts
              </Button>
            )}
          </div>
          <Shown of={accounts} label="Drawing the map">
            {(data) => (
              <PlainMapView
                map={map.data}
                accounts={data.items}
                rep={rep}
                route={chosen ? stops(chosen) : null}
              />
            )}
          </Shown>
        </section>
      </div>
      {chosen && <DayCard day={chosen} />}
      <div class="plan-columns top">
        <CapacityCard rep={rep} planId={plan.id} />
        <ChangesCard rep={rep} plan={plan} />
      </div>
      <NotPlanned rep={rep} planId={plan.id} />
    </>
  )
}

function stops(day: PlannedDay): VisitRow[] {
  return day.visits
    .filter((visit) => visit.channel === 'visit' && !visit.cancelled)
    .sort((a, b) => a.position - b.position)
}

function DayCard({ day }: { day: PlannedDay }) {
  const { day: frame } = day
  const calls = day.visits.filter((visit) => visit.channel === 'phone' && !visit.cancelled)
  const travel = `${duration(frame.travel_s)} driving, ${length(frame.travel_m, unit.value)}`
  return (
    <section class="card day-card" aria-label="The chosen day">
      <h2>{date(frame.on, today.value)}</h2>
      <p class="quiet">
        Leave {clock(frame.leave_s)}, home {clock(frame.home_s)}; {travel}
        {frame.estimate && ' (estimate)'}. {frame.proven && 'No shorter order exists.'}
      </p>
      <ol class="day-stops">
        {stops(day).map((visit, at) => (
          <Stop key={visit.id} visit={visit} number={String(at + 1)} />
        ))}
        {calls.map((visit) => (
          <Stop key={visit.id} visit={visit} number="☎" />
        ))}
      </ol>
    </section>
  )
}

function Stop({ visit, number }: { visit: VisitRow; number: string }) {
  const { query } = route.value
  return (
    <li>
      <span class="stop-number">{number}</span>
      <span class="number stop-time">
        {visit.channel === 'phone' ? 'call' : `${clock(visit.start_s)}–${clock(visit.departure_s)}`}
      </span>
      <span class="grow">
        <a href={href('plans', { ...query, account: visit.account_id })}>{visit.account}</a>{' '}
        {visit.ramp && <Chip tone="info">before the season</Chip>}{' '}
        {visit.held && <Chip>{HELD[visit.held]}</Chip>}
        <span class="small quiet note">{visit.why}</span>
      </span>
    </li>
  )
}

const HELD = { frozen: 'fixed', pin: 'held to this day', appointment: 'appointment' } as const

/** Each reason once, with how many wait behind it; the accounts open below. */
function NotPlanned({ rep, planId }: { rep: Rep; planId: string }) {
  const left = useRemote(`${rep.id} ${planId}`, () => api.unplanned(rep.id))
  const reason = route.value.query.reason
  const found = left.data?.items ?? []
  return (
    <section class="card">
      <h2>Not planned</h2>
      <Shown of={left} label="Looking up what was left out">
        {(data) => <Reasons of={data.items} />}
      </Shown>
      {reason && (
        <ReasonDrawer
          reason={reason}
          of={found.filter((one) => one.reason === reason)}
          onClose={() => open({ reason: null })}
        />
      )}
    </section>
  )
}

function Reasons({ of }: { of: readonly Unplanned[] }) {
  if (of.length === 0) return <p class="quiet">Every visit that is due has its day.</p>
  const groups = [...new Set(of.map((one) => one.reason))].map(
    (reason) => [reason, of.filter((one) => one.reason === reason)] as const,
  )
  groups.sort(([, a], [, b]) => b.length - a.length)
  return (
    <ul class="reasons">
      {groups.map(([reason, those]) => (
        <li key={reason}>
          <button type="button" class="figure" onClick={() => open({ reason })}>
            {those.length}
          </button>
          <span>
            <strong>{word('reason', reason)}</strong>
            <span class="small quiet note">{those[0]?.sentence}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

interface ReasonProps {
  reason: string
  of: readonly Unplanned[]
  onClose: () => void
}

function ReasonDrawer({ reason, of, onClose }: ReasonProps) {
  const { query } = route.value
  const title = word('reason', reason)
  return (
    <Drawer title={`Not planned: ${title}`} lead={`${of.length} visits`} onClose={onClose}>
      <ul class="behind">
        {of.map((one) => (
          <li key={`${one.account_id} ${one.target}`}>
            <a href={href('plans', { ...query, reason: null, account: one.account_id })}>
              <strong>{one.account}</strong>
            </a>
            <p class="small quiet">
              {one.sentence} Best {date(one.target, today.value)}, latest{' '}
              {date(one.latest, today.value)}.
            </p>
          </li>
        ))}
      </ul>
    </Drawer>
  )
}
