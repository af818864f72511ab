import { Towns, Waters } from '../../map/land.tsx'
import { type Frame, frame, spread } from '../../map/projection.ts'
import type { PlainMap } from '../../wire.ts'
import * as desk from '../api.ts'
import { useRemote } from '../remote.ts'
import { choose, open, route } from '../router.ts'
import { Shown, Tabs } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import * as api from './api.ts'
import { type Category, categories, outline, SORTS, type SortBy } from './categories.ts'
import './board-map.css'
import type { MapAccount } from './wire.ts'

const WIDTH = 720
const HEIGHT = 520
/** How far apart the middles of two marks must be to be told apart. */
const APART = 9

type Placed = MapAccount & { lat: number; lon: number }

/** The accounts where they lie; the table beside it is the legend, and counts the same. */
export function BoardMap({ asked }: { asked: api.Asked }) {
  const by: SortBy = SORTS.find(([name]) => name === route.value.query.marks)?.[0] ?? 'due'
  const found = useRemote(JSON.stringify(asked), () => api.onMap(asked))
  const land = useRemote('map', desk.map)
  return (
    <>
      <Tabs
        label="Tell apart by"
        tabs={SORTS}
        value={by}
        onChange={(next) => choose({ marks: next })}
      />
      <Shown of={found} label="Drawing the map">
        {(data) => <Drawn groups={categories(data.accounts, by)} land={land.data} by={by} />}
      </Shown>
    </>
  )
}

interface DrawnProps {
  groups: Category[]
  land: PlainMap | null
  by: SortBy
}

function Drawn({ groups, land, by }: DrawnProps) {
  const placed = groups.flatMap((group) =>
    group.placed.map((account) => ({ group, account: account as Placed })),
  )
  const made = frame(
    placed.map((one) => one.account),
    WIDTH,
    HEIGHT,
  )
  const label = SORTS.find(([name]) => name === by)?.[1].toLowerCase()
  return (
    <div class="board-map">
      {made ? (
        <svg
          class="land"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={`Map of ${placed.length} accounts by ${label}; the table says the same`}
        >
          <Waters lines={land?.shoreline ?? []} of={made} />
          <Towns towns={land?.labels ?? []} of={made} />
          <Marks placed={placed} of={made} />
        </svg>
      ) : (
        <p class="quiet">No account has a place on the map yet.</p>
      )}
      <div>
        <Legend groups={groups} />
        <p class="quiet small">Marks are moved apart where they would overlap.</p>
      </div>
    </div>
  )
}

interface MarksProps {
  placed: readonly { group: Category; account: Placed }[]
  of: Frame
}

function Marks({ placed, of }: MarksProps) {
  const points = placed.map(({ account }) => ({ x: of.x(account.lon), y: of.y(account.lat) }))
  return (
    <g>
      {spread(points, APART).map(({ x, y }, at) => {
        const one = placed[at]
        if (!one) return null
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the lists are its accessible twin.
          <path
            key={one.account.account_id}
            class={`mark ${one.group.shape} c${one.group.colour}`}
            transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
            d={outline(one.group.shape)}
            onClick={() => open({ account: one.account.account_id })}
          >
            <title>
              {one.account.name}, {one.account.city}: {one.group.label}. {one.account.why}
            </title>
          </path>
        )
      })}
    </g>
  )
}

function Legend({ groups }: { groups: readonly Category[] }) {
  const shown = groups.filter((group) => group.all.length > 0)
  const sum = (part: (group: Category) => number) => shown.reduce((all, one) => all + part(one), 0)
  const total = { code: 'all', label: 'Together', all: sum(all), placed: sum(onMap) }
  const rows = [
    ...shown.map((group) => ({ ...group, all: all(group), placed: onMap(group) })),
    total,
  ]
  return <Table label="Accounts on the map" columns={COLUMNS} rows={rows} id={(row) => row.code} />
}

const all = (group: Category) => group.all.length
const onMap = (group: Category) => group.placed.length

interface Row {
  code: string
  label: string
  all: number
  placed: number
  shape?: Category['shape']
  colour?: number
}

const COLUMNS: readonly Column<Row>[] = [
  {
    key: 'label',
    label: 'Mark',
    cell: (row) => (
      <>
        {row.shape && (
          <svg class="legend-mark" viewBox="-8 -8 16 16" aria-hidden="true">
            <path class={`mark ${row.shape} c${row.colour}`} d={outline(row.shape)} />
          </svg>
        )}
        {row.label}
      </>
    ),
  },
  { key: 'placed', label: 'Map', number: true, cell: (row) => row.placed },
  {
    key: 'without',
    label: 'No place',
    number: true,
    cell: (row) => row.all - row.placed || '–',
  },
  { key: 'all', label: 'All', number: true, cell: (row) => row.all },
]
