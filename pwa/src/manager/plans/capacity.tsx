import { word } from '../../ui/t.ts'
import type { AccountClass } from '../../wire.ts'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { href } from '../router.ts'
import { Shown } from '../ui/pieces.tsx'
import type { Capacity, Load, Rep } from '../wire.ts'

/** Before any route: whether the cadences can be kept at all, and what would make them fit. */
export function CapacityCard({ rep, planId }: { rep: Rep; planId: string }) {
  const capacity = useRemote(`${rep.id} ${planId}`, () => api.capacity(rep.id))
  return (
    <section class="card stack" aria-label="Hours required and hours there">
      <h2>Hours required and hours there</h2>
      <Shown of={capacity} label="Counting hours">
        {(data) => (
          <>
            <p>{inWords(data)}</p>
            <ByClass load={data.total} />
            <p class="quiet small">
              Visits with an estimate of their driving, {data.weeks.length} weeks.{' '}
              <a href={href('settings', { part: 'company' })}>What gives way</a> is decided in the
              settings.
            </p>
          </>
        )}
      </Shown>
    </section>
  )
}

/** The truth in a sentence: it fits, it fits stretched, or no stretching is enough. */
export function inWords({ total, stretch, stretch_all }: Capacity): string {
  const beside = `${hours(total.all_h)} required, ${hours(total.available_h)} there`
  if (total.fits) return `It fits: ${beside}.`
  const all = stretch_all
    ? `all intervals alike would have to grow to ${times(stretch_all)}`
    : 'no stretching of all intervals is enough'
  const allowed = stretch
    ? `Those that may are stretched to ${times(stretch)}.`
    : 'What may be stretched is not enough: visits are left out.'
  return `Too much: ${beside}. ${allowed} Otherwise ${all}.`
}

function ByClass({ load }: { load: Load }) {
  const classes = Object.entries(load.required_h) as [AccountClass, number][]
  const most = Math.max(load.available_h, load.all_h, 1)
  return (
    <ul class="by-class load">
      {classes
        .filter(([, required]) => required > 0)
        .map(([name, required]) => (
          <li key={name}>
            <span>{word('class', name)}</span>
            <meter min={0} max={most} value={required} aria-label={word('class', name)} />
            <span class="number">{hours(required)}</span>
          </li>
        ))}
    </ul>
  )
}

const hours = (h: number) => `${Math.round(h).toLocaleString()} h`
const times = (factor: number) => `${factor.toLocaleString()} times`
