import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { Chip, EmptyState } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { classWords, dueTone, dueWords } from '../../ui/words.ts'
import type { AccountRow } from '../../wire.ts'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { choose, href, route } from '../router.ts'
import { reps, today } from '../session.ts'
import { Input, Page, Select, Shown, Tabs } from '../ui/pieces.tsx'
import { type Column, type Sort, sorted, Table } from '../ui/table.tsx'
import type { Found } from '../wire.ts'
import { revision } from './changed.ts'
import { asked, CLASSES, DUE_STATES, isNarrowed, urgency, WORK, work } from './filters.ts'
import { Split } from './split.tsx'

/** A table of thousands of rows stops the page; who needs row 301 narrows the list. */
const MOST_ROWS = 300

export function AccountsScreen() {
  const { query } = route.value
  const filters = asked(query)
  const load = () => api.accounts(filters)
  const found = useRemote(`${JSON.stringify(filters)} ${revision.value}`, load)
  return (
    <Page title="Accounts" lead={found.data && countWords(found.data)}>
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
        {(data) => (data.items.length === 0 ? <Nothing /> : <List rows={data.items} />)}
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
      placeholder="Name, number or town"
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

function List({ rows }: { rows: readonly AccountRow[] }) {
  const [sort, setSort] = useState<Sort>({ key: 'due', down: false })
  const shown = sorted(rows, COLUMNS, sort).slice(0, MOST_ROWS)
  return (
    <>
      <Table
        label="Accounts"
        columns={COLUMNS}
        rows={shown}
        id={(row) => row.id}
        sort={sort}
        onSort={setSort}
        rowClass={(row) => (row.active ? '' : 'inactive')}
      />
      {rows.length > shown.length && (
        <p class="quiet">
          The first {shown.length} of {rows.length}. Search or filter to see the others.
        </p>
      )}
    </>
  )
}

const COLUMNS: readonly Column<AccountRow>[] = [
  {
    key: 'name',
    label: 'Account',
    cell: (row) => <Name row={row} />,
    value: (row) => row.name,
  },
  {
    key: 'due',
    label: 'Due',
    cell: (row) => (
      <>
        <Chip tone={dueTone(row.due)}>{dueWords(row.due)}</Chip>
        <span class="small quiet why">{row.due.why}</span>
      </>
    ),
    value: urgency,
  },
  {
    key: 'class',
    label: 'Class',
    cell: (row) => classWords(row),
    value: (row) => `${row.account_class} ${row.tier}`,
  },
  {
    key: 'rep',
    label: 'Rep',
    cell: (row) => row.rep ?? <Chip tone="warn">Unassigned</Chip>,
    value: (row) => row.rep,
  },
  {
    key: 'last',
    label: 'Last visit',
    number: true,
    minor: true,
    cell: (row) => (row.last_visit ? date(row.last_visit, today.value) : '–'),
    value: (row) => row.last_visit,
  },
  {
    key: 'next',
    label: 'Next visit',
    number: true,
    cell: (row) => (row.next_visit ? date(row.next_visit, today.value) : '–'),
    value: (row) => row.next_visit,
  },
]

function Name({ row }: { row: AccountRow }) {
  const { query } = route.value
  return (
    <>
      <a href={href('accounts', { ...query, account: row.id })}>{row.name}</a>
      <span class="note small quiet">
        {[row.city, row.segment_label, row.active ? '' : 'inactive'].filter(Boolean).join(' · ')}
        {row.lat === null && <Chip tone="warn">Needs a location</Chip>}
        {row.opening_hours_problem && <Chip tone="warn">Hours unclear</Chip>}
      </span>
    </>
  )
}
