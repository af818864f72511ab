import { date } from '../../ui/format.ts'
import { EmptyState } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { revision } from '../accounts/changed.ts'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { href } from '../router.ts'
import { today } from '../session.ts'
import { Page, Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import type { FoundProspect, Report } from '../wire.ts'
import { AccountLink } from './account-link.tsx'
import { events, wish } from './telling.ts'
import { Words } from './words.tsx'

const POLL_MS = 60_000

/** What reps told that somebody at the desk should answer, decide or know. */
export function FieldScreen() {
  // A class changed in the drawer settles its proposal.
  const field = useRemote(`field ${revision.value}`, api.field, POLL_MS)
  return (
    <Page
      title="From the field"
      lead="Answer your reps, decide on the classes they doubt, see who is new and what failed."
    >
      <div class="stack from-field">
        <Words />
        <Shown of={field} label="Collecting what reps told">
          {({ proposals, prospects, missed }) => (
            <>
              <Proposals of={proposals} />
              <Prospects of={prospects} />
              <Missed of={missed} />
            </>
          )}
        </Shown>
      </div>
    </Page>
  )
}

const on = (row: { on: string }) => date(row.on, today.value)

/** What every one of these tables begins and ends with. */
function around<T extends Report | FoundProspect>(...middle: Column<T>[]): Column<T>[] {
  return [
    {
      key: 'account',
      label: 'Account',
      cell: (row) => <AccountLink id={row.account_id} name={row.account} />,
    },
    ...middle,
    { key: 'note', label: 'Note', cell: (row) => row.note || <span class="quiet">none</span> },
    { key: 'rep', label: 'Rep', cell: (row) => row.rep },
    { key: 'on', label: 'Date', cell: (row) => <span class="number">{on(row)}</span> },
  ]
}

const PROPOSALS = around<Report>(
  { key: 'wish', label: 'From, to', cell: (row) => <strong>{wish(row)}</strong> },
  {
    key: 'events',
    label: 'What happened',
    cell: (row) => events(row) || <span class="quiet">not said</span>,
  },
)

function Proposals({ of }: { of: readonly Report[] }) {
  return (
    <section class="card stack">
      <div>
        <h2>Another class?</h2>
        <p class="quiet small">
          Asked for in reports of four weeks. <a href={href('classes')}>Decide under Classes</a>,
          where the effect on visits and hours stands beside each.
        </p>
      </div>
      {of.length === 0 ? (
        <EmptyState
          icon="check"
          title="No class is in doubt."
          text="When a report says that another class fits better, it stands here."
        />
      ) : (
        <Table label="Another class?" columns={PROPOSALS} rows={of} id={(row) => row.id} />
      )}
    </section>
  )
}

const PROSPECTS = around<FoundProspect>(
  { key: 'city', label: 'Place', cell: (row) => row.city || <span class="quiet">no town</span> },
  {
    key: 'class',
    label: 'Class now',
    minor: true,
    cell: (row) => word('class', row.account_class),
  },
)

function Prospects({ of }: { of: readonly FoundProspect[] }) {
  return (
    <section class="card stack">
      <div>
        <h2>New prospects</h2>
        <p class="quiet small">Added on a phone in the last 14 days.</p>
      </div>
      {of.length === 0 ? (
        <EmptyState
          icon="accounts"
          title="Nobody new in 14 days."
          text="Reps add a prospect on the phone, under Accounts."
        />
      ) : (
        <Table label="New prospects" columns={PROSPECTS} rows={of} id={(row) => row.account_id} />
      )}
    </section>
  )
}

const MISSED = around<Report>({
  key: 'reason',
  label: 'Reason',
  cell: (row) => (row.result ? word('result', row.result) : <span class="quiet">none given</span>),
})

function Missed({ of }: { of: readonly Report[] }) {
  return (
    <section class="card stack">
      <div>
        <h2>Missed visits</h2>
        <p class="quiet small">Reported as missed in the last 7 days; each is planned again.</p>
      </div>
      {of.length === 0 ? (
        <EmptyState icon="check" title="No visit was missed in 7 days." />
      ) : (
        <Table label="Missed visits" columns={MISSED} rows={of} id={(row) => row.id} />
      )}
    </section>
  )
}
