import { useEffect, useState } from 'preact/hooks'
import { addDays, weekday } from '../../dates.ts'
import { Button } from '../../ui/button.tsx'
import { clock, date } from '../../ui/format.ts'
import { Chip } from '../../ui/pieces.tsx'
import { toast } from '../../ui/toast.tsx'
import type { IsoDate, VisitRow } from '../../wire.ts'
import { refusalWords } from '../remote.ts'
import { choose, href, route } from '../router.ts'
import { today } from '../session.ts'
import { useAct } from '../ui/use-act.ts'
import type { PlannedDay } from '../wire.ts'
import * as api from './api.ts'
import { type Cost, cost, movedWords, TAKEN_BACK } from './moving.ts'
import { ReasonDrawer } from './reason.tsx'
import type { DayOffer, Wish } from './wire.ts'
import './week-grid.css'

interface GridProps {
  days: readonly PlannedDay[]
  wishes: readonly Wish[]
  first: IsoDate
  last: IsoDate
  /** The date whose week is shown. */
  on: IsoDate
  reload: () => void
}

/** A visit on its way to another day, and what each date says to it once that is known. */
interface Moving {
  visit: VisitRow
  offers: readonly DayOffer[]
  /** The weeks that were asked, by their Mondays. */
  asked: readonly IsoDate[]
}

/**
 * A week of the plan as columns. A visit is dragged to another day, or sent there by keys: as soon
 * as it is taken up, each day says what it would cost or why it cannot have it.
 */
export function WeekGrid({ days, wishes, first, last, on, reload }: GridProps) {
  const [moving, setMoving] = useState<Moving | null>(null)
  const [refusing, refuse] = useState<VisitRow | null>(null)
  const { busy, act } = useAct()
  const monday = addDays(on, -weekday(on))
  const dates = Array.from({ length: 7 }, (_, at) => addDays(monday, at))
  const planned = new Map(days.map((one) => [one.day.on, one]))
  const shown = dates.filter((day, at) => at < 5 || planned.has(day))

  const takeBack = async (wish: Wish) => {
    if (await act(() => api.takeBack(wish.id))) toast(TAKEN_BACK, null, 9000)
    reload()
  }
  const done = (wish: Wish, said: string) => {
    toast(said, () => void takeBack(wish), 12_000)
    reload()
  }
  const takeUp = (visit: VisitRow) => setMoving({ visit, offers: [], asked: [] })
  const taken = moving?.visit
  useEffect(() => {
    if (!taken) return
    const ask = async () => {
      const answer = await api.offers(taken.account_id, taken.on, monday, addDays(monday, 6))
      if (answer.kind !== 'ok') toast(refusalWords(answer), null, 9000)
      setMoving((now) => told(now, taken, monday, answer.kind === 'ok' ? answer.data.items : null))
    }
    void ask()
  }, [taken?.id, monday])
  const letGo = async (to: IsoDate) => {
    if (!moving) return
    const { visit } = moving
    if (!isOpen(price(moving, to))) return
    setMoving(null)
    const kept = await act(() => api.move(visit.id, to))
    if (kept) done(kept.data, movedWords(visit.account, to))
  }
  const veto = async (visit: VisitRow, why: string) => {
    const kept = await act(() => api.veto(visit.id, why))
    refuse(null)
    if (kept)
      done(kept.data, `${visit.account} is off ${date(visit.on)}. A new plan is being made.`)
  }

  return (
    <section class="card week-card" aria-label="Week">
      <div class="row between wrap">
        <h2>Week from {date(monday, today.value)}</h2>
        <Weeks monday={monday} first={first} last={last} />
      </div>
      {moving && <Taken moving={moving} onCancel={() => setMoving(null)} />}
      <div class="week-grid" style={{ '--days': shown.length }}>
        {shown.map((day) => (
          <Column
            key={day}
            on={day}
            visits={standing(planned.get(day))}
            wishes={wishes}
            moving={moving}
            busy={busy}
            onTake={takeUp}
            onLet={(to) => void letGo(to)}
            onVeto={refuse}
          />
        ))}
      </div>
      <p class="small quiet">
        Drag a visit to another day, or “Move”: each day says what it costs before you let go.
      </p>
      {refusing && (
        <ReasonDrawer
          title={`Not on ${date(refusing.on, today.value)}`}
          lead={`${refusing.account}: the next plan keeps this date free of it. The rep sees the wish.`}
          action="Take it off this day"
          busy={busy}
          onGive={(why) => void veto(refusing, why)}
          onClose={() => refuse(null)}
        />
      )}
    </section>
  )
}

/** A visit on its way with what more dates say; no answer puts it down, unless another was taken. */
function told(
  now: Moving | null,
  visit: VisitRow,
  monday: IsoDate,
  items: readonly DayOffer[] | null,
): Moving | null {
  if (now?.visit.id !== visit.id) return now
  return items && { visit, offers: [...now.offers, ...items], asked: [...now.asked, monday] }
}

/** What a date says to the visit on its way; null while it is being asked. */
function price({ visit, offers, asked }: Moving, on: IsoDate): Cost | null {
  return cost(offers, visit.on, on, asked.includes(addDays(on, -weekday(on))))
}

function isOpen(said: Cost | null): boolean {
  return said !== null && said.kind !== 'no' && said.kind !== 'home'
}

function standing(day: PlannedDay | undefined): VisitRow[] {
  const visits = day?.visits.filter((visit) => !visit.cancelled) ?? []
  const calls = visits.filter((visit) => visit.channel === 'phone')
  const stops = visits.filter((visit) => visit.channel === 'visit')
  return [...stops.sort((a, b) => a.position - b.position), ...calls]
}

function Weeks({ monday, first, last }: { monday: IsoDate; first: IsoDate; last: IsoDate }) {
  const go = (to: IsoDate) => choose({ week: to < first ? first : to, day: null })
  return (
    <div class="row">
      <Button
        look="plain"
        icon="back"
        round
        aria-label="The week before"
        disabled={monday <= first}
        onClick={() => go(addDays(monday, -7))}
      />
      <Button
        look="plain"
        icon="next"
        round
        aria-label="The week after"
        disabled={addDays(monday, 7) > last}
        onClick={() => go(addDays(monday, 7))}
      />
    </div>
  )
}

function Taken({ moving, onCancel }: { moving: Moving; onCancel: () => void }) {
  const { visit, asked } = moving
  const waiting = asked.length === 0
  return (
    <div class="banner info" role="status">
      <div class="grow">
        <strong>{visit.account}</strong> from {date(visit.on, today.value)}:{' '}
        {waiting ? 'asking what each day would cost.' : 'choose its day, in this week or another.'}
      </div>
      <Button look="plain" onClick={onCancel}>
        Leave it
      </Button>
    </div>
  )
}

interface ColumnProps {
  on: IsoDate
  visits: readonly VisitRow[]
  wishes: readonly Wish[]
  moving: Moving | null
  busy: boolean
  onTake: (visit: VisitRow) => void
  onLet: (to: IsoDate) => void
  onVeto: (visit: VisitRow) => void
}

function Column({ on, visits, wishes, moving, busy, onTake, onLet, onVeto }: ColumnProps) {
  const said = moving && price(moving, on)
  const open = isOpen(said)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging has its twin in the buttons.
    <div
      class={`week-day ${said?.kind ?? ''}`}
      onDragOver={(event) => open && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        onLet(on)
      }}
    >
      <h3>{date(on)}</h3>
      {moving && <Price on={on} open={open} text={said?.text ?? '…'} onLet={onLet} />}
      <ul>
        {visits.map((visit) => (
          <Visit
            key={visit.id}
            visit={visit}
            wish={wishes.find((one) => one.visit_id === visit.id && one.answer === 'waiting')}
            movable={!busy && on >= today.value}
            onTake={onTake}
            onVeto={onVeto}
          />
        ))}
      </ul>
      {visits.length === 0 && <p class="small quiet">Nothing planned</p>}
    </div>
  )
}

interface PriceProps {
  on: IsoDate
  open: boolean
  text: string
  onLet: (to: IsoDate) => void
}

function Price({ on, open, text, onLet }: PriceProps) {
  if (!open) return <p class="week-price small">{text}</p>
  return (
    <button type="button" class="week-price small" onClick={() => onLet(on)}>
      <strong>Here:</strong> {text}
    </button>
  )
}

interface VisitProps {
  visit: VisitRow
  wish: Wish | undefined
  movable: boolean
  onTake: (visit: VisitRow) => void
  onVeto: (visit: VisitRow) => void
}

function Visit({ visit, wish, movable, onTake, onVeto }: VisitProps) {
  const { query } = route.value
  return (
    <li
      class="week-visit"
      draggable={movable}
      onDragStart={(event) => {
        event.dataTransfer?.setData('text/plain', visit.id)
        // The page may only change once the drag has begun, or the browser ends it.
        setTimeout(() => onTake(visit))
      }}
    >
      <span class="small quiet number">
        {visit.channel === 'phone' ? 'call' : clock(visit.start_s)}
      </span>
      <a href={href('plans', { ...query, account: visit.account_id })} draggable={false}>
        {visit.account}
      </a>
      {wish && <Chip tone="warn">{wishWords(wish)}</Chip>}
      {movable && (
        <span class="week-acts">
          <button type="button" onClick={() => onTake(visit)} aria-label={`Move ${visit.account}`}>
            Move
          </button>
          <button
            type="button"
            onClick={() => onVeto(visit)}
            aria-label={`Veto ${visit.account} on this day`}
          >
            Veto
          </button>
        </span>
      )}
    </li>
  )
}

function wishWords(wish: Wish): string {
  return wish.kind === 'pin' ? `asked for ${date(wish.on)}` : 'asked off this day'
}
