import { useState } from 'preact/hooks'
import type { StopView } from '../../day.ts'
import * as phone from '../../phone.ts'
import type { Dropped } from '../../planner/taps.ts'
import { Button } from '../../ui/button.tsx'
import { clock, duration } from '../../ui/format.ts'
import { Chip, EmptyState, Skeleton } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'
import { classWords, dueTone, dueWords } from '../../ui/words.ts'
import { BackBar } from '../back-bar.tsx'
import { secondsOf } from '../today/hold.tsx'
import { drop } from '../today/skip.tsx'
import { keyOfToday, knownToday, useAnswer } from '../use-answer.ts'

/** What to leave out to be home in time, least worth first; one tap drops it with its reason. */
export function LateScreen() {
  const day = phone.todaysDay.value
  const [until, setUntil] = useState(clock(day.end_s ?? day.home_s))
  const until_s = secondsOf(until)
  const found = useAnswer('drop', `${keyOfToday()} ${until}`, () => [knownToday(), until_s])
  const stops = new Map(day.stops.map((stop) => [stop.visit.id, stop]))
  return (
    <main class="screen" id="main">
      <BackBar title={t('late.title')} />
      <p class="quiet">{t('late.now', { time: clock(day.home_s) })}</p>
      <label class="field short">
        <span>{t('late.until')}</span>
        <input
          type="time"
          value={until}
          onInput={(event) => setUntil(event.currentTarget.value || until)}
        />
      </label>
      {!found && <Skeleton label={t('late.looking')} />}
      {found && found.dropped.length === 0 && (
        <EmptyState
          icon="check"
          title={t('late.none')}
          text={t('late.none_lead', { time: clock(found.rest.home_s) })}
        />
      )}
      {found && found.dropped.length > 0 && (
        <>
          <p role="status">
            {t('late.drop', { count: found.dropped.length, time: clock(found.rest.home_s) })}
          </p>
          <ul class="card list">
            {found.dropped.map((one) => {
              const stop = stops.get(one.key)
              return stop ? <Row key={one.key} stop={stop} dropped={one} /> : null
            })}
          </ul>
        </>
      )}
    </main>
  )
}

function Row({ stop, dropped }: { stop: StopView; dropped: Dropped }) {
  const { visit, account } = stop
  const held = visit.held === 'pin' || visit.held === 'appointment'
  return (
    <li class="contact">
      <span class="grow">
        <strong>{visit.account}</strong>
        <span class="quiet small">{t('late.wins', { duration: duration(dropped.won_s) })}</span>
        <span class="row wrap">
          {account && <Chip tone="accent">{classWords(account)}</Chip>}
          {account && <Chip tone={dueTone(account.due)}>{dueWords(account.due)}</Chip>}
          {held && <Chip tone="warn">{t(`today.held.${visit.held as 'pin'}`)}</Chip>}
        </span>
      </span>
      <Button icon="skip" onClick={() => void drop(visit, 'no_time')}>
        {t('late.button')}
      </Button>
    </li>
  )
}
