import { Towns, Waters } from '../../map/land.tsx'
import { type Frame, frame, type Place, type Point, path, spread } from '../../map/projection.ts'
import { word } from '../../ui/t.ts'
import type { AccountRow, DueState, PlainMap, VisitRow } from '../../wire.ts'
import { DUE_STATES } from '../accounts/filters.ts'
import { markPath } from '../accounts/marks.ts'
import { open } from '../router.ts'
import type { Rep } from '../wire.ts'

interface MapProps {
  map: PlainMap | null
  accounts: readonly AccountRow[]
  rep: Rep
  /** The stops of a chosen day, in order; then only those are lively. */
  route: readonly VisitRow[] | null
}

const WIDTH = 640
const HEIGHT = 460
/** How far apart the middles of two dots, or of two numbers, must be to be told apart. */
const DOT = 9
const PIN = 19

type Placed = AccountRow & Place

/** Shoreline, towns, accounts by due state, a day's way. The tables beside it say the same. */
export function PlainMapView({ map, accounts, rep, route }: MapProps) {
  const placed = accounts.filter((one): one is Placed => one.lat !== null && one.lon !== null)
  const base = place(rep)
  const stops = way(route, placed)
  const shown = route ? [...stops, ...base] : [...placed, ...base]
  const made = frame(shown, WIDTH, HEIGHT)
  if (!made) return <p class="quiet">No account has a place on the map yet.</p>
  return (
    <figure class="plain-map">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words(placed, stops, route)}>
        <Waters lines={map?.shoreline ?? []} of={made} />
        {route && <path class="way" d={path([...base, ...stops, ...base].map(pair), made)} />}
        <g class={route ? 'dots faint' : 'dots'}>
          {spread(points(placed, made), DOT).map((point, at) => (
            <Dot key={placed[at]?.id} account={placed[at] as Placed} at={point} />
          ))}
        </g>
        <Towns towns={map?.labels ?? []} of={made} />
        {spread(points(stops, made), PIN).map((point, at) => (
          <Pin key={stops[at]?.id} account={stops[at] as Placed} number={at + 1} at={point} />
        ))}
        {base.map((home) => (
          <rect
            key="base"
            class="base"
            x={made.x(home.lon) - 5}
            y={made.y(home.lat) - 5}
            width="10"
            height="10"
            rx="2"
          >
            <title>Base: {rep.base_label}</title>
          </rect>
        ))}
      </svg>
      <Legend accounts={placed} missing={accounts.length - placed.length} />
    </figure>
  )
}

function place(rep: Rep): Place[] {
  if (rep.base_lat === null || rep.base_lon === null) return []
  return [{ lat: rep.base_lat, lon: rep.base_lon }]
}

function way(route: readonly VisitRow[] | null, placed: readonly Placed[]): Placed[] {
  const at = new Map(placed.map((one) => [one.id, one]))
  return (route ?? []).flatMap((visit) => at.get(visit.account_id) ?? [])
}

function points(places: readonly Place[], of: Frame): Point[] {
  return places.map((place) => ({ x: of.x(place.lon), y: of.y(place.lat) }))
}

const pair = (place: Place): [number, number] => [place.lat, place.lon]

function words(placed: readonly Placed[], stops: readonly Placed[], route: unknown): string {
  return route
    ? `Map of the day: ${stops.map((stop, at) => `${at + 1} ${stop.name}`).join(', ')}`
    : `Map of ${placed.length} accounts by due state; the list of accounts says the same`
}

function Dot({ account, at }: { account: Placed; at: Point }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table is its accessible twin.
    <path
      class={`dot ${account.due.state}`}
      transform={`translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`}
      d={markPath(account.due.state)}
      onClick={() => open({ account: account.id })}
    >
      <title>
        {account.name}: {account.due.why}
      </title>
    </path>
  )
}

function Pin({ account, number, at }: { account: Placed; number: number; at: Point }) {
  const { x, y } = at
  return (
    <g class="pin">
      <circle cx={x} cy={y} r="10" />
      <text x={x} y={y + 4}>
        {number}
      </text>
      <title>{account.name}</title>
    </g>
  )
}

function Legend({ accounts, missing }: { accounts: readonly Placed[]; missing: number }) {
  const count = (state: DueState) => accounts.filter((one) => one.due.state === state).length
  return (
    <figcaption class="legend small">
      {DUE_STATES.filter((state) => count(state) > 0).map((state) => (
        <span key={state}>
          <svg class="dot-mark" viewBox="-8 -8 16 16" aria-hidden="true">
            <path class={`dot ${state}`} d={markPath(state)} />
          </svg>{' '}
          {word('due', state)} <b class="number">{count(state)}</b>
        </span>
      ))}
      <span class="quiet">moved apart where they would overlap</span>
      {missing > 0 && <span class="quiet">{missing} without a location are not on it</span>}
    </figcaption>
  )
}
