import { useState } from 'preact/hooks'
import { pinMark } from '../../map/pin.ts'
import { counts, type Dot, type Sights, type Stop } from '../../map/sights.ts'
import { hash } from '../../router.ts'
import { Button } from '../../ui/button.tsx'
import { clock } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { SectionTitle } from '../../ui/pieces.tsx'
import { t, word } from '../../ui/t.ts'
import { classWords } from '../../ui/words.ts'
import type { DueState } from '../../wire.ts'

/** All that the map shows, for eyes that cannot and for fingers that would rather not. */
export function SightsList({ seen }: { seen: Sights }) {
  return (
    <div class="screen">
      <section>
        <SectionTitle>{t('map.stops')}</SectionTitle>
        {seen.stops.length === 0 && <p class="quiet">{t('map.no_stops')}</p>}
        <ol class="route">
          {seen.stops.map((stop) => (
            <StopLine key={stop.visit_id} stop={stop} />
          ))}
        </ol>
      </section>
      {counts(seen.dots).map(([state, count]) => (
        <Group
          key={state}
          state={state}
          count={count}
          dots={seen.dots.filter((dot) => dot.state === state)}
        />
      ))}
      {seen.missing > 0 && <p class="quiet">{t('map.missing', { count: seen.missing })}</p>}
    </div>
  )
}

function StopLine({ stop }: { stop: Stop }) {
  const over = stop.status !== 'open'
  return (
    <li>
      <a class={over ? 'stop over' : 'stop'} href={hash({ screen: 'visit', id: stop.visit_id })}>
        <span class={`stop-number number ${stop.status}`}>{pinMark(stop)}</span>
        <span class="grow stop-name">{stop.name}</span>
        <span class="stop-time number">
          {over ? word('status_word', stop.status) : clock(stop.start_s)}
        </span>
        <Icon name="next" />
      </a>
    </li>
  )
}

const PAGE = 30

function Group({ state, count, dots }: { state: DueState; count: number; dots: readonly Dot[] }) {
  const [most, setMost] = useState(PAGE)
  return (
    <section>
      <SectionTitle>
        <i class={`map-dot ${state}`} /> {word('due', state)} <span class="number">{count}</span>
      </SectionTitle>
      <ul class="card list">
        {dots.slice(0, most).map((dot) => (
          <li key={dot.account_id}>
            <a class="stop" href={hash({ screen: 'account', id: dot.account_id })}>
              <span class="grow">
                <span class="stop-name">{dot.name}</span>
                <span class="small quiet">
                  {[classWords(dot), dot.city].filter(Boolean).join(' \u00b7 ')}
                </span>
              </span>
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
      {dots.length > most && (
        <Button wide onClick={() => setMost(most + PAGE)}>
          {t('map.more')}
        </Button>
      )}
    </section>
  )
}
