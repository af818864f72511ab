import { Chip } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { useRemote } from '../remote.ts'
import { open, route } from '../router.ts'
import { Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import * as api from './api.ts'
import { share } from './effect.ts'
import { MixDrawer } from './mix-drawer.tsx'
import { flagWords } from './mix-words.ts'
import type { MixPart, MixRow } from './wire.ts'

/** Which classes accounts and minutes go to, by rep: bars, the table, and what is lopsided. */
export function MixTab() {
  const remote = useRemote('mix', api.mix)
  const { mix } = route.value.query
  return (
    <Shown of={remote} label="Counting classes">
      {({ items }) => (
        <>
          <section class="card stack">
            <div>
              <h2>Where the minutes go</h2>
              <p class="quiet small">
                What cadences ask for in a mean week of the coming year, on site and on the way.
              </p>
            </div>
            <Legend />
            <ul class="mix-bars">
              {items.map((row) => (
                <Bar key={row.rep} row={row} />
              ))}
            </ul>
          </section>
          <section class="card stack">
            <div>
              <h2>Accounts and minutes by class</h2>
              <p class="quiet small">
                Each number opens its accounts. The distance says how far the classes of a rep’s
                accounts are from the company’s: 0 % alike, 100 % nothing in common.
              </p>
            </div>
            <Table label="Class mix" columns={COLUMNS} rows={items} id={(row) => row.rep} />
          </section>
          {mix && <MixDrawer rows={items} onClose={() => open({ mix: null, of: null })} />}
        </>
      )}
    </Shown>
  )
}

export const CLASSES = ['core', 'invest', 'opportunistic', 'divest', 'prospect'] as const

function Legend() {
  return (
    <ul class="mix-legend small" aria-hidden="true">
      {CLASSES.map((one) => (
        <li key={one}>
          <span class={`swatch ${one}`} />
          {word('class', one)}
        </li>
      ))}
    </ul>
  )
}

/** The same figures stand in the table below: the bar is a picture of them. */
function Bar({ row }: { row: MixRow }) {
  return (
    <li>
      <span class="bar-name">{row.rep}</span>
      <span class="bar" aria-hidden="true">
        {row.parts
          .filter((part) => part.minutes > 0)
          .map((part) => (
            <span
              key={part.account_class}
              class={`part ${part.account_class}`}
              style={{ flexGrow: part.minutes }}
              title={`${word('class', part.account_class)}: ${share(part.minutes, row.minutes)}`}
            >
              {part.minutes / row.minutes >= 0.09 ? share(part.minutes, row.minutes) : ''}
            </span>
          ))}
      </span>
      <span class="row wrap flags">
        {row.flags.map((flag) => (
          <Chip key={flag.name} tone="warn">
            {flagWords(flag)}
          </Chip>
        ))}
      </span>
    </li>
  )
}

const COLUMNS: readonly Column<MixRow>[] = [
  { key: 'rep', label: 'Rep', cell: (row) => row.rep },
  ...CLASSES.map(
    (name): Column<MixRow> => ({
      key: name,
      label: word('class', name),
      number: true,
      cell: (row) => <Part row={row} part={row.parts.find((p) => p.account_class === name)} />,
    }),
  ),
  {
    key: 'all',
    label: 'All',
    number: true,
    cell: (row) => <Opener row={row} of="" accounts={row.accounts} minutes={row.minutes} />,
  },
  {
    key: 'filled',
    label: 'Week filled',
    number: true,
    title: 'Which share of the working hours the accounts ask for',
    cell: (row) => share(row.minutes, row.capacity_min),
  },
  {
    key: 'distance',
    label: 'Distance',
    number: true,
    title: 'From the company’s class mix',
    minor: true,
    cell: (row) => (row.distance === null ? '–' : `${Math.round(100 * row.distance)} %`),
  },
]

function Part({ row, part }: { row: MixRow; part: MixPart | undefined }) {
  if (!part || part.accounts === 0) return <span class="quiet">0</span>
  return (
    <Opener row={row} of={part.account_class} accounts={part.accounts} minutes={part.minutes} />
  )
}

interface OpenerProps {
  row: MixRow
  of: string
  accounts: number
  minutes: number
}

function Opener({ row, of, accounts, minutes }: OpenerProps) {
  const kind = of ? ` ${word('class', of)}` : ''
  return (
    <>
      <button
        type="button"
        class="figure"
        aria-label={`${row.rep}, ${accounts}${kind} accounts. Show them`}
        onClick={() => open({ mix: row.rep_id ?? 'all', of: of || null })}
      >
        {accounts}
      </button>
      <span class="quiet small note">{Math.round(minutes)} min</span>
    </>
  )
}
