import { useMemo, useRef, useState } from 'preact/hooks'
import { Towns, Waters } from '../../map/land.tsx'
import { frame, type Place, type Point, spread } from '../../map/projection.ts'
import { Button } from '../../ui/button.tsx'
import { word } from '../../ui/t.ts'
import type { AccountRow, PlainMap } from '../../wire.ts'
import * as desk from '../api.ts'
import { useRemote } from '../remote.ts'
import { added, type Chosen } from '../ui/picking.ts'
import { Select, Tabs } from '../ui/pieces.tsx'
import { type Box, type ColourBy, isIn, kindOf, legend, markPath, towns } from './marks.ts'

interface MapProps {
  accounts: readonly AccountRow[]
  chosen: Chosen
  onChange: (chosen: Chosen) => void
}

type Placed = AccountRow & Place

const WIDTH = 640
const HEIGHT = 600
const MARK = 9
/** Moving apart compares every two: beyond these it would be felt. */
const MOST_SPREAD = 500
/** A shorter drag is a click. */
const LEAST_DRAG = 4

/** The found accounts on a map: a dragged rectangle, a kind or a town selects. */
export function MapSelect({ accounts, chosen, onChange }: MapProps) {
  const [by, colour] = useState<ColourBy>('class')
  const map = useRemote('plain map', desk.map)
  const placed = useMemo(
    () => accounts.filter((one): one is Placed => one.lat !== null && one.lon !== null),
    [accounts],
  )
  return (
    <figure class="plain-map map-select card">
      <div class="row between wrap">
        <Tabs
          label="Colour and shape by"
          tabs={[
            ['class', 'Class'],
            ['due', 'Due state'],
          ]}
          value={by}
          onChange={colour}
        />
        <TownPicker accounts={accounts} chosen={chosen} onChange={onChange} />
      </div>
      <Canvas placed={placed} map={map.data} by={by} chosen={chosen} onChange={onChange} />
      <Kinds accounts={accounts} by={by} chosen={chosen} onChange={onChange} />
    </figure>
  )
}

interface CanvasProps extends Omit<MapProps, 'accounts'> {
  placed: readonly Placed[]
  map: PlainMap | null
  by: ColourBy
}

function Canvas({ placed, map, by, chosen, onChange }: CanvasProps) {
  const [box, draw] = useState<Box | null>(null)
  const svg = useRef<SVGSVGElement>(null)
  const made = useMemo(() => frame(placed, WIDTH, HEIGHT), [placed])
  const points = useMemo(() => (made ? middles(placed, made) : []), [placed, made])
  if (!made) return <p class="quiet">None of these accounts has a place on the map yet.</p>
  const at = (event: PointerEvent): Point => {
    const area = svg.current?.getBoundingClientRect()
    if (!area) return { x: 0, y: 0 }
    return {
      x: ((event.clientX - area.left) / area.width) * WIDTH,
      y: ((event.clientY - area.top) / area.height) * HEIGHT,
    }
  }
  const end = () => {
    if (box && isDrag(box)) {
      const inside = placed.filter((_, index) => isIn(box, points[index] as Point))
      onChange(
        added(
          chosen,
          inside.map((one) => one.id),
        ),
      )
    }
    draw(null)
  }
  return (
    <svg
      ref={svg}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Map of ${placed.length} accounts; the table, the kinds and the towns select the same`}
      onPointerDown={(event) => {
        svg.current?.setPointerCapture(event.pointerId)
        draw({ from: at(event), to: at(event) })
      }}
      onPointerMove={(event) => box && draw({ ...box, to: at(event) })}
      onPointerUp={end}
      onPointerCancel={() => draw(null)}
    >
      <Waters lines={map?.shoreline ?? []} of={made} />
      <Towns towns={map?.labels ?? []} of={made} />
      {placed.map((one, index) => (
        <Mark
          key={one.id}
          account={one}
          by={by}
          at={points[index] as Point}
          picked={chosen.has(one.id)}
        />
      ))}
      {box && <Rectangle box={box} />}
    </svg>
  )
}

function middles(placed: readonly Placed[], of: NonNullable<ReturnType<typeof frame>>): Point[] {
  const points = placed.map((one) => ({ x: of.x(one.lon), y: of.y(one.lat) }))
  return points.length <= MOST_SPREAD ? spread(points, MARK) : points
}

function isDrag({ from, to }: Box): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) >= LEAST_DRAG
}

interface MarkProps {
  account: Placed
  by: ColourBy
  at: Point
  picked: boolean
}

function Mark({ account, by, at, picked }: MarkProps) {
  const kind = kindOf(account, by)
  return (
    <g transform={`translate(${at.x} ${at.y})`} class={picked ? 'mark-on' : ''}>
      {picked && <circle class="ring" r="9" />}
      <path class={`mark ${kind}`} d={markPath(kind)}>
        <title>
          {account.name}, {account.city}: {word(by, kind)}
        </title>
      </path>
    </g>
  )
}

function Rectangle({ box }: { box: Box }) {
  const { from, to } = box
  return (
    <rect
      class="rubber"
      x={Math.min(from.x, to.x)}
      y={Math.min(from.y, to.y)}
      width={Math.abs(to.x - from.x)}
      height={Math.abs(to.y - from.y)}
    />
  )
}

/** The legend: its counts are the table's, and each of its lines selects its kind. */
function Kinds({ accounts, by, chosen, onChange }: MapProps & { by: ColourBy }) {
  const rows = legend(accounts, by)
  const missing = rows.reduce((sum, row) => sum + row.count - row.placed, 0)
  const pick = (kind: string) =>
    onChange(
      added(
        chosen,
        accounts.filter((one) => kindOf(one, by) === kind).map((one) => one.id),
      ),
    )
  return (
    <figcaption class="kinds-legend small">
      {rows.map((row) => (
        <Button key={row.kind} look="plain" onClick={() => pick(row.kind)}>
          <svg viewBox="-7 -7 14 14" width="14" height="14" aria-hidden="true">
            <path class={`mark ${row.kind}`} d={markPath(row.kind)} />
          </svg>
          {word(by, row.kind)} <b class="number">{row.count}</b>
          <span class="visually-hidden">: select them</span>
        </Button>
      ))}
      <span class="quiet">
        {accounts.length} in all{missing > 0 && `, ${missing} without a place`}. Drag a rectangle,
        or press a kind, to select.
      </span>
    </figcaption>
  )
}

function TownPicker({ accounts, chosen, onChange }: MapProps) {
  const list = useMemo(() => towns(accounts), [accounts])
  return (
    <Select
      label="Select a town"
      hideLabel
      value=""
      options={[
        ['', 'Select a town …'],
        ...list.map(([town, ids]) => [town, `${town} (${ids.length})`] as const),
      ]}
      onChange={(town) => onChange(added(chosen, list.find(([name]) => name === town)?.[1] ?? []))}
    />
  )
}
