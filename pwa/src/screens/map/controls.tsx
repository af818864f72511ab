import type { Handle } from '../../map/handle.ts'
import type { Place } from '../../map/projection.ts'
import { t } from '../../ui/t.ts'

const PATHS = {
  nearer: 'M12 5v14M5 12h14',
  farther: 'M5 12h14',
  fit: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5M9 12h6M12 9v6',
  here: 'M12 5a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM12 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM12 2v3M12 19v3M2 12h3M19 12h3',
} as const

interface ControlsProps {
  handle: Handle
  places: readonly Place[]
  onHere: () => void
}

/** What fingers do by pinching and dragging, for one thumb and for keys. */
export function Controls({ handle, places, onHere }: ControlsProps) {
  const acts = {
    nearer: () => handle.zoom(1),
    farther: () => handle.zoom(-1),
    fit: () => handle.show(places),
    here: onHere,
  }
  return (
    <div class="map-controls">
      {(Object.keys(PATHS) as (keyof typeof PATHS)[]).map((name) => (
        <button type="button" key={name} aria-label={t(`map.${name}`)} onClick={acts[name]}>
          <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d={PATHS[name]} />
          </svg>
        </button>
      ))}
    </div>
  )
}
