/**
 * The map that needs neither tiles nor a connection: places, towns, the way, scale and north.
 *
 * It is drawn from what the phone knows, so that the map is never empty.
 */

import { useEffect, useRef, useState } from 'preact/hooks'
import { number } from '../ui/format.ts'
import { unit } from '../ui/preferences.ts'
import { t } from '../ui/t.ts'
import type { DueState } from '../wire.ts'
import { STEP, useGestures } from './gestures.ts'
import { COVERED, FINGER_PX, type MapProps } from './handle.ts'
import { apart, Towns, Waters } from './land.tsx'
import { pinClass, pinMark, pinWords } from './pin.ts'
import {
  type Frame,
  frameOf,
  isInside,
  type Place,
  type Point,
  path,
  scaleBar,
  type View,
  viewOf,
  zoomed,
} from './projection.ts'
import { type Dot, DUE_STATES, dayPlaces, type Sights, type Stop } from './sights.ts'
import { waters } from './waters.ts'

const SINGLE_SCALE = 12_000
const BAR_PX = 90
const M_PER = { km: 1000, mi: 1609.344 }
const NAMES = { km: 'kilometer', mi: 'mile' }

export function PlainMap(props: MapProps) {
  const { sights, chosen, here, onChoose } = props
  const [box, size] = useSize()
  const [own, setOwn] = useState<View | null>(null)
  const view = own ?? fitted(dayPlaces(sights), size)
  useHandle(props, view, size, setOwn)
  const made = view && size ? frameOf(view, size.width, size.height) : null
  const gestures = useGestures(
    (change) => view && setOwn(change(view)),
    (at) => made && onChoose(dotAt(sights.dots, made, at)),
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: no element of HTML is a map that takes keys.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the map.
    <div class="paper" role="group" tabIndex={0} aria-label={props.label} ref={box} {...gestures}>
      {made && view && (
        <>
          <Paper sights={sights} of={made} here={here} chosen={chosen} />
          {sights.stops.map((stop) => (
            <Pin key={stop.visit_id} stop={stop} of={made} {...props} />
          ))}
          <ScaleAndNorth view={view} />
        </>
      )}
    </div>
  )
}

interface Size {
  width: number
  height: number
}

function useSize() {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<Size | null>(null)
  useEffect(() => {
    const measured = box.current
    if (!measured) return
    const watch = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = measured
      if (width > 0 && height > 0) setSize({ width, height })
    })
    watch.observe(measured)
    return () => watch.disconnect()
  }, [])
  return [box, size] as const
}

/** What is shown first, clear of what lies over the map. */
function fitted(places: readonly Place[], size: Size | null): View | null {
  if (!size) return null
  const { top, right, bottom, left } = COVERED
  const width = Math.max(80, size.width - left - right)
  const view = viewOf(places, width, Math.max(80, size.height - top - bottom), 1)
  if (!view) return null
  const middle = frameOf(view, 0, 0)
  // The free part's middle is not the map's.
  const across = (right - left) / 2 / (middle.x(view.lon + 1) - middle.x(view.lon))
  return { ...view, lon: view.lon + across, lat: view.lat - (bottom - top) / 2 / view.scale }
}

function useHandle(
  { onReady }: MapProps,
  view: View | null,
  size: Size | null,
  set: (view: View | null) => void,
): void {
  const now = useRef({ view, size })
  now.current = { view, size }
  useEffect(() => {
    onReady({
      zoom: (step) => now.current.view && set(zoomed(now.current.view, STEP ** step)),
      show: (places) => set(fitted(places, now.current.size)),
      goTo: (place) => {
        const scale = Math.max(now.current.view?.scale ?? 0, SINGLE_SCALE)
        set({ lat: place.lat, lon: place.lon, scale })
      },
    })
  }, [])
}

function dotAt(dots: readonly Dot[], of: Frame, at: Point): string | null {
  const [x, y] = [at.x + of.width / 2, at.y + of.height / 2]
  const away = (dot: Dot) => Math.hypot(of.x(dot.lon) - x, of.y(dot.lat) - y)
  const near = dots.filter((dot) => away(dot) < FINGER_PX).sort((a, b) => away(a) - away(b))
  return near[0]?.account_id ?? null
}

interface PaperProps {
  sights: Sights
  of: Frame
  here: Place | null
  chosen: string | null
}

function Paper({ sights, of, here, chosen }: PaperProps) {
  const { shoreline, labels } = waters.value
  const named = [...sights.towns, ...labels.map((label) => ({ ...label, accounts: 0 }))]
  const once = named.filter((one, at) => named.findIndex((other) => other.name === one.name) === at)
  const marked = sights.dots.find((dot) => dot.account_id === chosen)
  return (
    <svg viewBox={`0 0 ${of.width} ${of.height}`} aria-hidden="true">
      <Waters lines={shoreline} of={of} />
      <Way line={sights.line} of={of} />
      {[...DUE_STATES].reverse().map((state) => (
        <Dots key={state} state={state} dots={sights.dots} of={of} />
      ))}
      <Towns towns={apart(once, of)} of={of} />
      {marked && <circle class="marked" cx={of.x(marked.lon)} cy={of.y(marked.lat)} r="11" />}
      {sights.bases.map((base) => (
        <path
          class="base"
          key={`${base.lat} ${base.lon}`}
          d={`M${of.x(base.lon) - 8} ${of.y(base.lat)}l8 -8 8 8v8h-16Z`}
        />
      ))}
      {here && <circle class="here" cx={of.x(here.lon)} cy={of.y(here.lat)} r="8" />}
    </svg>
  )
}

function Way({ line, of }: { line: readonly Place[]; of: Frame }) {
  const d = path(
    line.map((place) => [place.lat, place.lon] as const),
    of,
  )
  return (
    <>
      <path class="way-edge" d={d} />
      <path class="way" d={d} />
    </>
  )
}

/** All dots of a state are one path: two thousand of them still follow a finger. */
function Dots({ state, dots, of }: { state: DueState; dots: readonly Dot[]; of: Frame }) {
  const d = dots
    .filter((dot) => dot.state === state && isInside(dot, of))
    .map((dot) => `M${of.x(dot.lon).toFixed(1)} ${of.y(dot.lat).toFixed(1)}h0`)
    .join('')
  return (
    <>
      <path class="dots-edge" d={d} />
      <path class={`dots ${state}`} d={d} />
    </>
  )
}

function Pin({ stop, of, sights, chosen, onChoose }: MapProps & { stop: Stop; of: Frame }) {
  if (!isInside(stop, of)) return null
  const next = stop === sights.stops.find((one) => one.number === 1)
  const zIndex = stop.number > 0 ? 100 - stop.number : 0
  return (
    <button
      type="button"
      class={pinClass(stop, stop.account_id === chosen, next)}
      style={{ left: `${of.x(stop.lon)}px`, top: `${of.y(stop.lat)}px`, zIndex }}
      aria-label={pinWords(stop)}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => onChoose(stop.account_id)}
    >
      <span>{pinMark(stop)}</span>
    </button>
  )
}

function ScaleAndNorth({ view }: { view: View }) {
  const m = M_PER[unit.value]
  const { units, px } = scaleBar(view, m, BAR_PX)
  return (
    <>
      <div class="north" role="img" aria-label={t('map.north')}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 3 17 14 12 11.5 7 14Z" />
        </svg>
        <span aria-hidden="true">{t('map.north_letter')}</span>
      </div>
      <p class="scale small number" style={{ width: `${px}px` }}>
        {number(units, { style: 'unit', unit: NAMES[unit.value] })}
      </p>
    </>
  )
}
