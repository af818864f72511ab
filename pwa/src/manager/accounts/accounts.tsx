import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import type { AccountRow } from '../../wire.ts'
import * as desk from '../api.ts'
import { lazy } from '../lazy.tsx'
import { useRemote } from '../remote.ts'
import { choose, href, route } from '../router.ts'
import { reps } from '../session.ts'
import { among, type Chosen, NONE } from '../ui/picking.ts'
import { Input, Page, Select, Shown, Tabs } from '../ui/pieces.tsx'
import { type Sort, sorted, Table } from '../ui/table.tsx'
import type { Found } from '../wire.ts'
import * as api from './api.ts'
import { revision } from './changed.ts'
import { columns, type Waiting } from './columns.tsx'
import { asked, CLASSES, DUE_STATES, isNarrowed, WORK, work } from './filters.ts'
import { Split } from './split.tsx'
import './book.css'

const BulkDrawer = lazy(() => import('./bulk.tsx').then((file) => file.BulkDrawer), 'the change')
const UndoDrawer = lazy(() => import('./undo-list.tsx').then((file) => file.UndoDrawer), 'undo')
const MapSelect = lazy(() => import('./on-map.tsx').then((file) => file.MapSelect), 'the map')

/** A table of thousands of rows stops the page; who needs row 301 narrows the list. */
const MOST_ROWS = 300

export function AccountsScreen() {
  const { query } = route.value
  const filters = asked(query)
  const load = () => desk.accounts(filters)
  const found = useRemote(`${JSON.stringify(filters)} ${revision.value}`, load)
  return (
    <Page title="Accounts" lead={found.data && countWords(found.data)} actions={<Actions />}>
      <Filters />
      {work(query) === 'unassigned' && found.data && found.data.total > 0 && (
        <Split total={found.data.total} />
      )}
      {work(query) === 'needs_location' && found.data && found.data.total > 0 && (
        <p class="lead">
          Without a place on the map nobody can be sent there. Open an account and set it.
        </p>
      )}
      <Shown of={found} label="Looking up accounts">
        {(data) => (data.items.length === 0 ? <Nothing /> : <Book rows={data.items} />)}
      </Shown>
    </Page>
  )
}

function countWords({ total }: Found<AccountRow>): string {
  return total === 1 ? '1 account' : `${total} accounts`
}

function Filters() {
  const { query } = route.value
  return (
    <div class="filters">
      <Tabs
        label="Which accounts"
        tabs={WORK}
        value={work(query)}
        onChange={(show) => choose({ show: show === 'all' ? null : show })}
      />
      <Search asked={query.q ?? ''} />
      <Select
        label="Rep"
        hideLabel
        value={query.rep ?? ''}
        options={[['', 'All reps'], ...reps.value.map((rep) => [rep.id, rep.name] as const)]}
        onChange={(rep) => choose({ rep: rep || null })}
      />
      <Select
        label="Class"
        hideLabel
        value={query.class ?? ''}
        options={[['', 'All classes'], ...CLASSES.map((one) => [one, word('class', one)] as const)]}
        onChange={(of) => choose({ class: of || null })}
      />
      <Select
        label="Due state"
        hideLabel
        value={query.state ?? ''}
        options={[['', 'All states'], ...DUE_STATES.map((one) => [one, word('due', one)] as const)]}
        onChange={(state) => choose({ state: state || null })}
      />
    </div>
  )
}

const TYPING_MS = 250

/** Asks when the typing rests; follows the address only where somebody else changed it. */
function Search({ asked }: { asked: string }) {
  const [text, type] = useState(asked)
  const sent = useRef(asked)
  useEffect(() => {
    if (asked !== sent.current) type(asked)
    sent.current = asked
  }, [asked])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      choose({ q: text || null })
    }, TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <Input
      label="Search"
      hideLabel
      type="search"
      placeholder="Name, number, town"
      value={text}
      onInput={type}
    />
  )
}

function Nothing() {
  const { query } = route.value
  if (isNarrowed(query)) {
    return (
      <EmptyState icon="search" title="No account fits." text="Look for less at once.">
        <Button onClick={() => choose({ q: null, rep: null, class: null, state: null })}>
          Clear the filters
        </Button>
      </EmptyState>
    )
  }
  if (work(query) === 'unassigned') {
    return <EmptyState icon="check" title="Every account has a rep." />
  }
  if (work(query) === 'needs_location') {
    return <EmptyState icon="check" title="Every account has its place on the map." />
  }
  return (
    <EmptyState icon="accounts" title="No accounts yet." text="A spreadsheet is enough to begin.">
      <a class="button primary" href={href('import')}>
        Import accounts
      </a>
    </EmptyState>
  )
}

function Actions() {
  const [undoing, show] = useState(false)
  const withMap = route.value.query.map === '1'
  return (
    <>
      <Button
        icon="pin"
        aria-pressed={withMap}
        onClick={() => choose({ map: withMap ? null : '1' })}
      >
        {withMap ? 'Hide the map' : 'Map'}
      </Button>
      <Button icon="undo" onClick={() => show(true)}>
        Take back
      </Button>
      {undoing && <UndoDrawer onClose={() => show(false)} />}
    </>
  )
}

/** The found accounts: as a table, beside it the map if asked for, and what is picked of them. */
function Book({ rows }: { rows: readonly AccountRow[] }) {
  const [picked, pick] = useState<Chosen>(NONE)
  const ids = useMemo(() => rows.map((row) => row.id), [rows])
  const chosen = useMemo(() => among(picked, ids), [picked, ids])
  const withMap = route.value.query.map === '1'
  return (
    <>
      <div class={withMap ? 'book with-map' : 'book'}>
        <div class="book-list">
          <List rows={rows} chosen={chosen} onChange={pick} />
        </div>
        {withMap && <MapSelect accounts={rows} chosen={chosen} onChange={pick} />}
      </div>
      {chosen.size > 0 && <Bar rows={rows} chosen={chosen} onChange={pick} />}
    </>
  )
}

interface PickedProps {
  rows: readonly AccountRow[]
  chosen: Chosen
  onChange: (chosen: Chosen) => void
}

/** By keyboard it would be hundreds of steps away, past all rows. */
function toBar() {
  document.querySelector<HTMLElement>('.action-bar button')?.focus()
}

/** How many are picked, and what can be done with them. */
function Bar({ rows, chosen, onChange }: PickedProps) {
  const [changing, change] = useState(false)
  const done = () => {
    change(false)
    onChange(NONE)
  }
  return (
    <section class="action-bar no-print" aria-label="What is selected">
      <strong class="number" role="status">
        {chosen.size} selected
      </strong>
      <Button look="primary" icon="pen" onClick={() => change(true)}>
        Change them
      </Button>
      {chosen.size < rows.length && (
        <Button onClick={() => onChange(new Set(rows.map((row) => row.id)))}>
          Select all {rows.length} found
        </Button>
      )}
      <Button look="plain" onClick={() => onChange(NONE)}>
        Clear
      </Button>
      <span class="small quiet">Enter in a tick box comes here.</span>
      {changing && (
        <BulkDrawer
          accounts={rows.filter((row) => chosen.has(row.id))}
          onClose={() => change(false)}
          onDone={done}
        />
      )}
    </section>
  )
}

/** What waits for its date, by account. */
function useWaiting(): Waiting {
  const planned = useRemote(`planned ${revision.value}`, () => api.planned())
  return useMemo(() => {
    const found = new Map<string, NonNullable<typeof planned.data>['items']>()
    for (const one of planned.data?.items ?? []) {
      found.set(one.account_id, [...(found.get(one.account_id) ?? []), one])
    }
    return found
  }, [planned.data])
}

function List({ rows, chosen, onChange }: PickedProps) {
  const [sort, setSort] = useState<Sort>({ key: 'due', down: false })
  const waiting = useWaiting()
  const all = columns(waiting)
  const shown = sorted(rows, all, sort).slice(0, MOST_ROWS)
  const names = useMemo(() => new Map(rows.map((row) => [row.id, row.name])), [rows])
  return (
    <>
      <Table
        label="Accounts"
        columns={all}
        rows={shown}
        id={(row) => row.id}
        sort={sort}
        onSort={setSort}
        rowClass={(row) => (row.active ? '' : 'inactive')}
        picking={{ chosen, onChange, name: (id) => names.get(id) ?? '', onEnter: toBar }}
      />
      {rows.length > shown.length && (
        <p class="quiet">
          The first {shown.length} of {rows.length}. Search or filter to see the others.
        </p>
      )}
    </>
  )
}
