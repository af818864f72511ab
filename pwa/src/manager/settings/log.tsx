import { useEffect, useState } from 'preact/hooks'
import { localTime } from '../../dates.ts'
import { Button } from '../../ui/button.tsx'
import { clock, date } from '../../ui/format.ts'
import { EmptyState } from '../../ui/pieces.tsx'
import { refusalWords, useRemote } from '../remote.ts'
import { choose, href, route } from '../router.ts'
import { about, today } from '../session.ts'
import { Input, Select, Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import * as api from './api.ts'
import type { AuditPage, AuditRow } from './log-wire.ts'

const NAMES = ['person', 'action', 'first', 'last', 'about'] as const

/** Who changed what, newest first. Nothing here can be changed by anybody. */
export function AuditLog() {
  const { query } = route.value
  const asked = Object.fromEntries(NAMES.map((name) => [name, query[name] ?? '']))
  const key = JSON.stringify(asked)
  const page = useRemote(`log ${key}`, () => api.log(asked))
  return (
    <section class="card stack">
      <h2>Audit log</h2>
      <p class="quiet">
        Who changed what, newest first. You see what your team did and what was done to its reps and
        accounts. No entry can be changed or removed.
      </p>
      <Shown of={page} label="Reading the log">
        {(data) => (
          <>
            <Filters page={data} />
            <Entries key={key} first={data} asked={asked} />
          </>
        )}
      </Shown>
    </section>
  )
}

function Filters({ page }: { page: AuditPage }) {
  const { query } = route.value
  const people = page.people.map((one) => [one.id, one.name] as const)
  const actions = page.actions.map((name) => [name, name.replaceAll('_', ' ')] as const)
  const chosen = NAMES.some((name) => query[name])
  return (
    <div class="row wrap log-filters">
      <Select
        label="Who"
        value={query.person ?? ''}
        options={[['', 'Everybody'], ...people]}
        onChange={(person) => choose({ person })}
      />
      <Select
        label="What"
        value={query.action ?? ''}
        options={[['', 'Everything'], ...actions]}
        onChange={(action) => choose({ action })}
      />
      <Input
        label="From"
        type="date"
        value={query.first ?? ''}
        onInput={(first) => choose({ first })}
      />
      <Input label="To" type="date" value={query.last ?? ''} onInput={(last) => choose({ last })} />
      {chosen && (
        <Button onClick={() => choose(Object.fromEntries(NAMES.map((name) => [name, null])))}>
          Show all
        </Button>
      )}
    </div>
  )
}

interface EntriesProps {
  first: AuditPage
  asked: Record<string, string>
}

function Entries({ first, asked }: EntriesProps) {
  const [older, setOlder] = useState<{ items: AuditRow[]; more: boolean } | null>(null)
  const [failure, setFailure] = useState('')
  useEffect(() => setOlder(null), [first])
  const rows = [...first.items, ...(older?.items ?? [])]
  const more = older ? older.more : first.more
  const read = async () => {
    const answer = await api.log({ ...asked, before: rows.at(-1)?.id ?? '' })
    if (answer.kind !== 'ok') return setFailure(refusalWords(answer))
    setFailure('')
    setOlder({ items: [...(older?.items ?? []), ...answer.data.items], more: answer.data.more })
  }
  if (rows.length === 0) {
    return <EmptyState icon="info" title="No entry fits." text="Widen the dates or show all." />
  }
  return (
    <>
      <Table label="Entries" columns={COLUMNS} rows={rows} id={(one) => one.id} />
      {failure && <p class="wrong">{failure}</p>}
      <div class="row">
        <span class="quiet small number">{rows.length} entries</span>
        {more && <Button onClick={() => void read()}>Show older</Button>}
      </div>
    </>
  )
}

const COLUMNS: Column<AuditRow>[] = [
  { key: 'at', label: 'When', cell: (one) => <When at={one.at} /> },
  { key: 'who', label: 'Who', cell: (one) => one.who },
  { key: 'what', label: 'What', cell: (one) => <What row={one} /> },
]

function When({ at }: { at: string }) {
  const local = localTime(Date.parse(at), about.value?.zone ?? 'UTC')
  return (
    <span class="number log-when">
      {date(local.on, today.value)} {clock(local.s)}
    </span>
  )
}

function What({ row }: { row: AuditRow }) {
  const { query, screen } = route.value
  return (
    <span class="log-text">
      {row.text}
      {row.account && (
        <>
          {' '}
          <a href={href(screen, { ...query, account: row.about })}>Open the account</a>
        </>
      )}
    </span>
  )
}
