import type { ComponentChildren } from 'preact'
import { number } from '../ui/format.ts'
import { t, word } from '../ui/t.ts'
import { counts, type Dot } from './sights.ts'

interface LegendProps {
  dots: readonly Dot[]
  missing: number
  children?: ComponentChildren
}

/** What the colours of the dots mean, and how many there are of each. */
export function Legend({ dots, missing, children }: LegendProps) {
  return (
    <div class="map-legend small">
      <ul aria-label={t('map.legend')}>
        {counts(dots).map(([state, count]) => (
          <li key={state}>
            <i class={`map-dot ${state}`} />
            {word('due', state)} <b class="number">{number(count)}</b>
          </li>
        ))}
      </ul>
      {missing > 0 && <p class="quiet">{t('map.missing', { count: missing })}</p>}
      {children}
    </div>
  )
}
