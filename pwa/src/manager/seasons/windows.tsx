/** Whose windows there are: a list that opens the editor. */

import { EmptyState } from '../../ui/pieces.tsx'
import { STATE_WORDS } from '../accounts/season-windows.ts'
import type { Remote } from '../remote.ts'
import { choose, href, route } from '../router.ts'
import { today } from '../session.ts'
import { Input, Select, Shown } from '../ui/pieces.tsx'
import { Table } from '../ui/table.tsx'
import type { Items } from '../wire.ts'
import { Strip, StripKey } from './strip.tsx'
import type { Scope } from './wire.ts'
import { KINDS, kindWord } from './wording.ts'

export function Windows({ of }: { of: Remote<Items<Scope>> }) {
  return (
    <Shown of={of} label="Looking up the seasons">
      {({ items }) => (
        <>
          <Filters />
          <List rows={chosen(items)} any={items.length > 0} />
        </>
      )}
    </Shown>
  )
}

/** At first those that have windows; any other is found by its kind or its name. */
function chosen(items: readonly Scope[]): Scope[] {
  const { kind, q } = route.value.query
  const asked = q?.trim().toLowerCase()
  return items
    .filter((one) => !kind || one.of === kind)
    .filter((one) => !asked || one.label.toLowerCase().includes(asked))
    .filter((one) => kind || asked || one.windows.length > 0)
}

function Filters() {
  const { kind, q } = route.value.query
  return (
    <div class="filters">
      <Select
        label="Whose windows"
        hideLabel
        value={kind ?? ''}
        options={[
          ['', 'All with windows'],
          ...KINDS.map(([of, word]) => [of, `${word}s`] as const),
        ]}
        onChange={(next) => choose({ kind: next || null })}
      />
      <Input
        label="Name"
        hideLabel
        type="search"
        placeholder="Town, segment, rep …"
        value={q ?? ''}
        onInput={(next) => choose({ q: next || null })}
      />
      <StripKey />
    </div>
  )
}

function List({ rows, any }: { rows: readonly Scope[]; any: boolean }) {
  if (rows.length === 0) {
    return (
      <EmptyState
        icon="sun"
        title={any ? 'Nothing here has windows.' : 'There are no accounts yet.'}
        text={
          any
            ? 'All accounts are in season all year. Choose a town or a segment above to give it windows.'
            : 'Import accounts; their towns and segments then stand here.'
        }
      />
    )
  }
  const day = today.value.slice(5)
  return (
    <Table
      label="Season windows"
      rows={rows}
      id={(row) => `${row.of} ${row.key}`}
      columns={[
        {
          key: 'label',
          label: 'Whose',
          cell: (row) => (
            <a href={href('seasons', { ...route.value.query, of: row.of, key: row.key })}>
              {row.label}
            </a>
          ),
        },
        { key: 'kind', label: 'Kind', minor: true, cell: (row) => kindWord(row.of) },
        {
          key: 'state',
          label: 'Today',
          cell: (row) => (row.windows.length > 0 ? STATE_WORDS[row.state] : 'no windows'),
        },
        {
          key: 'year',
          label: 'Year',
          cell: (row) =>
            row.windows.length > 0 && <Strip windows={row.windows} small today={day} />,
        },
        {
          key: 'accounts',
          label: 'Accounts',
          number: true,
          title: 'Active accounts in your sight that belong to it',
          cell: (row) => row.accounts,
        },
        {
          key: 'governed',
          label: 'Follow',
          number: true,
          title: 'Those without more specific windows; the editor lists them',
          cell: (row) => (row.windows.length > 0 ? row.governed : '–'),
        },
      ]}
    />
  )
}
