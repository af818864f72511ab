import { useState } from 'preact/hooks'
import * as acts from '../../acts.ts'
import { openStops, type StopView } from '../../day.ts'
import * as phone from '../../phone.ts'
import type { Rest } from '../../planner/rest.ts'
import { Button } from '../../ui/button.tsx'
import { clock, duration } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { EmptyState } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import type { Id } from '../../wire.ts'
import { BackBar, back } from '../back-bar.tsx'
import { keyOfToday, knownToday, useAnswer } from '../use-answer.ts'
import { moved } from './moved.ts'
import { useDrag } from './use-drag.ts'

/** The rest of today in an order of the rep's own: dragged, or moved by buttons and keys. */
export function OrderScreen() {
  const open = openStops(phone.todaysDay.value)
  const [order, setOrder] = useState<Id[]>(open.map((stop) => stop.visit.id))
  const times = useAnswer('order', `${keyOfToday()} ${order}`, () => [knownToday(), order])
  const drag = useDrag(order, setOrder)
  const stops = new Map(open.map((stop) => [stop.visit.id, stop]))
  const shown = order.flatMap((id) => stops.get(id) ?? [])
  if (shown.length === 0) {
    return (
      <main class="screen" id="main">
        <BackBar title={t('order.title')} />
        <EmptyState icon="check" title={t('order.none')} />
      </main>
    )
  }
  return (
    <main class="screen" id="main">
      <BackBar title={t('order.title')} />
      <p class="quiet">{t('order.lead')}</p>
      <p class="number" role="status">
        {times ? totals(times) : t('order.timing')}
      </p>
      <ol class="order" ref={drag.list}>
        {shown.map((stop, at) => (
          <Row
            key={stop.visit.id}
            stop={stop}
            at={at}
            last={shown.length - 1}
            times={times}
            dragged={drag.dragged === stop.visit.id}
            grip={drag.grip(stop.visit.id)}
            move={(to) => setOrder(moved(order, at, to))}
          />
        ))}
      </ol>
      <div class="actions">
        <Button look="primary" icon="check" onClick={() => void keep(order)}>
          {t('order.keep')}
        </Button>
        <Button icon="refresh" onClick={() => void keep(null)}>
          {t('order.best')}
        </Button>
      </div>
    </main>
  )
}

function totals(times: Rest): string {
  return [
    t('today.line.driving', { duration: duration(times.travel_s) }),
    t('today.line.home', { time: clock(times.home_s) }),
    times.closed.length > 0 && t('today.late_closed', { count: times.closed.length }),
  ]
    .filter(Boolean)
    .join(' \u00b7 ')
}

async function keep(order: Id[] | null): Promise<void> {
  const before = phone.ownOrder.value?.visits ?? null
  await acts.chooseOrder(order)
  toast(t(order ? 'order.kept' : 'order.given_up'), () => void acts.chooseOrder(before))
  back()
}

interface RowProps {
  stop: StopView
  at: number
  last: number
  times: Rest | null
  dragged: boolean
  grip: object
  move: (to: number) => void
}

function Row({ stop: { visit }, at, last, times, dragged, grip, move }: RowProps) {
  const time = times?.times.find((one) => one.key === visit.id)
  const closed = times?.closed.includes(visit.id) ?? false
  const name = visit.account
  return (
    <li class={`order-stop ${dragged ? 'dragged' : ''} ${closed ? 'closed' : ''}`}>
      <span class="grip" aria-hidden="true" {...grip}>
        <Icon name="grip" />
      </span>
      <span class="grow stop-name">{name}</span>
      <span class="stop-time number">
        {closed ? t('order.closed') : time && clock(time.start_s)}
      </span>
      <Button
        look="plain"
        round
        icon="up"
        disabled={at === 0}
        aria-label={t('order.up', { name })}
        onClick={() => move(at - 1)}
      />
      <Button
        look="plain"
        round
        icon="down"
        disabled={at === last}
        aria-label={t('order.down', { name })}
        onClick={() => move(at + 1)}
      />
    </li>
  )
}
