import { addDays, weekday } from '../../dates.ts'
import { Button } from '../../ui/button.tsx'
import { clock, date, duration, length } from '../../ui/format.ts'
import { Chip, EmptyState, Skeleton } from '../../ui/pieces.tsx'
import { unit } from '../../ui/preferences.ts'
import type { IsoDate, VisitRow } from '../../wire.ts'
import * as desk from '../api.ts'
import { useRemote } from '../remote.ts'
import { choose, href, route } from '../router.ts'
import { today } from '../session.ts'
import { Shown } from '../ui/pieces.tsx'
import type { Plan, PlannedDay, Rep } from '../wire.ts'
import * as api from './api.ts'
import { CapacityCard } from './capacity.tsx'
import { ChangesCard } from './changes.tsx'
import { DecisionsCard } from './decisions.tsx'
import { NotPlanned } from './not-planned.tsx'
import { PlainMapView } from './plain-map.tsx'
import { HoursCard } from './strip.tsx'
import { WeekGrid } from './week-grid.tsx'

const WEEKS = 12
const FRIDAY = 4

interface RepPlanProps {
  rep: Rep
  plan: Plan | null
  draft: Plan | null
  loading: boolean
}

/** One rep's plan: its hours, its weeks, its map, what it changes and what found no place in it. */
export function RepPlan({ rep, plan, draft, loading }: RepPlanProps) {
  if (loading) return <Skeleton label="Looking up the plan" />
  if (!plan) {
    return (
      <EmptyState
        icon="plan"
        title={`${rep.name} has no plan yet.`}
        text={
          draft ? 'A draft waits: publish it above.' : '“Plan again” makes one; it takes a minute.'
        }
      />
    )
  }
  return <Followed rep={rep} plan={plan} draft={draft} />
}

function Followed({ rep, plan, draft }: { rep: Rep; plan: Plan; draft: Plan | null }) {
  const first = today.value
  const last = plan.last_day > first ? plan.last_day : addDays(first, 7 * WEEKS - 1)
  const key = `${rep.id} ${plan.id}`
  const days = useRemote(`${key} ${first}`, () => desk.days(rep.id, first, last))
  const wishes = useRemote(`wishes ${key}`, () => api.wishes(rep.id))
  const { day: on, week } = route.value.query
  const chosen = days.data?.items.find((one) => one.day.on === on) ?? null
  return (
    <>
      <div class="plan-columns">
        <HoursCard
          rep={rep}
          planId={plan.id}
          chosen={on ?? null}
          onChoose={(day) => choose({ day, week: null })}
        />
        <MapCard rep={rep} planKey={key} days={days.data?.items ?? []} chosen={chosen} />
      </div>
      {chosen && <DayCard day={chosen} />}
      <Shown of={days} label="Looking up the days">
        {(data) => (
          <WeekGrid
            days={data.items}
            wishes={wishes.data?.items ?? []}
            first={first}
            last={last}
            on={on ?? week ?? soon(first)}
            reload={wishes.reload}
          />
        )}
      </Shown>
      <div class="plan-columns top">
        <div class="stack">
          <CapacityCard rep={rep} planId={plan.id} />
          <DecisionsCard rep={rep} planId={key} wishes={wishes} onAsked={days.reload} />
        </div>
        <ChangesCard rep={rep} plan={draft ?? plan} />
      </div>
      <NotPlanned rep={rep} planId={plan.id} />
    </>
  )
}

/** The week to begin with: on a Friday or later the next one, there is more to move in it. */
function soon(first: IsoDate): IsoDate {
  return weekday(first) < FRIDAY ? first : addDays(first, 7 - weekday(first))
}

interface MapProps {
  rep: Rep
  planKey: string
  days: readonly PlannedDay[]
  chosen: PlannedDay | null
}

/** The map of all accounts, or of one day's way: the day before and the day after are a step away. */
function MapCard({ rep, planKey, days, chosen }: MapProps) {
  const accounts = useRemote(planKey, () => desk.accounts({ rep: rep.id }))
  const map = useRemote('map', desk.map)
  return (
    <section class="card">
      <div class="row between">
        <h2>{chosen ? date(chosen.day.on, today.value) : 'All accounts'}</h2>
        <Steps dates={days.map((one) => one.day.on)} on={chosen?.day.on ?? null} />
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
  )
}

function Steps({ dates, on }: { dates: readonly IsoDate[]; on: IsoDate | null }) {
  const at = on === null ? -1 : dates.indexOf(on)
  const go = (to: number) => choose({ day: dates[to] ?? null, week: null })
  return (
    <div class="row">
      <Button
        look="plain"
        icon="back"
        round
        aria-label="The day before on the map"
        disabled={at <= 0}
        onClick={() => go(at - 1)}
      />
      <Button
        look="plain"
        icon="next"
        round
        aria-label={at < 0 ? 'The first day on the map' : 'The day after on the map'}
        disabled={at + 1 >= dates.length}
        onClick={() => go(at + 1)}
      />
      {on !== null && (
        <Button look="plain" onClick={() => choose({ day: null })}>
          All accounts
        </Button>
      )}
    </div>
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
