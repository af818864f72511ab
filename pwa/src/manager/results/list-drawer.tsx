import { Chip, EmptyState } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { useRemote } from '../remote.ts'
import { href, route } from '../router.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import * as api from './api.ts'
import type { Months } from './months.ts'
import type { ResultAccount, ResultsList } from './wire.ts'
import { fewWords, partLabels, partWords, valueWords } from './words.ts'

interface ListProps {
  months: Months
  /** What the group is called; empty for the total. */
  label: string
  onClose: () => void
}

/** The accounts that make a number, with what each adds and the sums at the foot. */
export function ListDrawer({ months, label, onClose }: ListProps) {
  const { result = '', of = '', key = '' } = route.value.query
  const { first, last } = months
  const load = () => api.resultsList(result, first, last, of ? { by: of, key } : null)
  const list = useRemote([result, of, key, first, last].join(' '), load)
  return (
    <Drawer
      title={list.data?.metric.label ?? 'Accounts'}
      lead={list.data && <Lead list={list.data} label={label} />}
      wide
      onClose={onClose}
    >
      <Shown of={list} label="Looking up the accounts">
        {(data) => <Accounts list={data} />}
      </Shown>
    </Drawer>
  )
}

function Lead({ list, label }: { list: ResultsList; label: string }) {
  const few = fewWords(list.figure)
  return (
    <>
      <p class="list-figure number">
        <strong>{valueWords(list.figure.value, list.metric.unit)}</strong>{' '}
        {label && <Chip tone="accent">{label}</Chip>} {few && <Chip tone="warn">{few}</Chip>}
      </p>
      <p>{list.metric.sentence}</p>
    </>
  )
}

function Accounts({ list }: { list: ResultsList }) {
  if (list.accounts.length === 0) {
    return <EmptyState icon="accounts" title="No account is behind this number." />
  }
  return (
    <div class="stack">
      <Totals list={list} />
      <Table
        label={`Accounts behind ${list.metric.label}`}
        columns={columns(list)}
        rows={list.accounts}
        id={(one) => one.account_id}
      />
    </div>
  )
}

/** The sums a reader can hold against the number above; a median has none. */
function Totals({ list }: { list: ResultsList }) {
  const { metric, accounts } = list
  const [above, below] = partLabels(metric)
  const sum = (part: (one: ResultAccount) => number) =>
    accounts.reduce((total, one) => total + part(one), 0)
  return (
    <p class="totals number">
      <span>
        <strong>{accounts.length}</strong> {accounts.length === 1 ? 'account' : 'accounts'}
      </span>
      {metric.kind !== 'median' && (
        <span>
          {above}{' '}
          <strong>
            {partWords(
              sum((one) => one.above),
              metric,
              false,
            )}
          </strong>
        </span>
      )}
      {below && (
        <span>
          {below}{' '}
          <strong>
            {partWords(
              sum((one) => one.below),
              metric,
              true,
            )}
          </strong>
        </span>
      )}
    </p>
  )
}

function columns(list: ResultsList): Column<ResultAccount>[] {
  const { metric } = list
  const [above, below] = partLabels(metric)
  const made: Column<ResultAccount>[] = [
    { key: 'name', label: 'Account', cell: (one) => <AccountLink account={one} /> },
    { key: 'rep', label: 'Rep', cell: (one) => one.rep || 'Unassigned' },
    {
      key: 'class',
      label: 'Class',
      minor: true,
      cell: (one) => `${word('class', one.account_class)} ${one.tier}`,
    },
    {
      key: 'above',
      label: above,
      number: true,
      cell: (one) => partWords(one.above, metric, false),
    },
  ]
  if (below) {
    const cell = (one: ResultAccount) => partWords(one.below, metric, true)
    made.push({ key: 'below', label: below, number: true, cell })
  }
  return made
}

function AccountLink({ account }: { account: ResultAccount }) {
  const { query, screen } = route.value
  return (
    <>
      <a href={href(screen, { ...query, result: null, account: account.account_id })}>
        {account.name}
      </a>
      <span class="note small quiet">
        {[account.city, account.segment].filter(Boolean).join(', ')}
      </span>
    </>
  )
}
