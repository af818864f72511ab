import { EmptyState } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { useRemote } from '../remote.ts'
import { href, route } from '../router.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import * as api from './api.ts'
import { whole } from './effect.ts'
import type { MixAccount, MixRow } from './wire.ts'

const COLUMNS: readonly Column<MixAccount>[] = [
  {
    key: 'account',
    label: 'Account',
    cell: (row) => <Link row={row} />,
  },
  { key: 'rep', label: 'Rep', cell: (row) => row.rep },
  {
    key: 'class',
    label: 'Class',
    cell: (row) => `${word('class', row.account_class)} ${row.tier}`,
  },
  { key: 'visits', label: 'Visits a year', number: true, cell: (row) => whole(row.visits) },
  {
    key: 'minutes',
    label: 'Minutes a week',
    number: true,
    cell: (row) => row.minutes.toFixed(1),
  },
]

/** The account takes the place of this list: one drawer at a time. */
function Link({ row }: { row: MixAccount }) {
  const { screen, query } = route.value
  const to = href(screen, { ...query, mix: null, of: null, account: row.account_id })
  return <a href={to}>{row.account}</a>
}

/** The accounts behind a number of the mix; their sums are the number. */
export function MixDrawer({ rows, onClose }: { rows: readonly MixRow[]; onClose: () => void }) {
  const { mix = 'all', of = '' } = route.value.query
  const query: Record<string, string> = {}
  if (mix !== 'all') query.rep = mix
  if (of) query.account_class = of
  const remote = useRemote(`mix ${mix} ${of}`, () => api.mixAccounts(query))
  const rep = rows.find((row) => (row.rep_id ?? 'all') === mix)?.rep ?? ''
  return (
    <Drawer
      title={[rep, of && word('class', of)].filter(Boolean).join(', ')}
      wide
      onClose={onClose}
    >
      <Shown of={remote} label="Looking up the accounts">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="accounts" title="No account is behind this number." />
          ) : (
            <div class="stack">
              <p class="number">
                <strong>{items.length}</strong> accounts,{' '}
                <strong>{whole(items.reduce((sum, one) => sum + one.minutes, 0))}</strong> minutes a
                week
              </p>
              <Table label="Accounts" columns={COLUMNS} rows={items} id={(row) => row.account_id} />
            </div>
          )
        }
      </Shown>
    </Drawer>
  )
}
