/** The ramp radar: who opens within twelve weeks, and how the last openings went. */

import { date, number } from '../../ui/format.ts'
import { Chip, EmptyState, type Tone } from '../../ui/pieces.tsx'
import { AccountLink } from '../field/account-link.tsx'
import type { Remote } from '../remote.ts'
import { today } from '../session.ts'
import { Shown } from '../ui/pieces.tsx'
import { Table } from '../ui/table.tsx'
import type { Ramp, RampAccount, RampGroup } from './wire.ts'
import { counted, groupName, orderWords, outcomeWord, sums } from './wording.ts'

const day = (on: string) => date(on, today.value)

export function RampRadar({ of }: { of: Remote<Ramp> }) {
  return (
    <Shown of={of} label="Looking ahead">
      {(ramp) => (
        <div class="stack">
          <Coming groups={ramp.coming} />
          <Opened groups={ramp.opened} />
        </div>
      )}
    </Shown>
  )
}

function Coming({ groups }: { groups: readonly RampGroup[] }) {
  if (groups.length === 0) {
    return (
      <EmptyState
        icon="sun"
        title="Nobody comes into season within twelve weeks."
        text="Accounts with season windows stand here from twelve weeks before they open."
      />
    )
  }
  const all = sums(groups)
  return (
    <section class="stack" aria-labelledby="coming">
      <h2 id="coming">Coming into season</h2>
      <p>
        {counted(all.accounts, 'account')} open within twelve weeks: of {number(all.wanted)} ramp
        touches {number(all.done)} are done, {number(all.planned)} visits planned,{' '}
        <strong>{number(all.missing)} missing</strong>.
      </p>
      {groups.map((group) => (
        <Group key={`${groupName(group)} ${group.opens}`} group={group} />
      ))}
    </section>
  )
}

function Group({ group }: { group: RampGroup }) {
  return (
    <details class="card ramp-group">
      <summary>
        <span class="grow">
          <strong>{groupName(group)}</strong>
          <span class="quiet small block">
            {counted(group.accounts.length, 'account')}, ramp from {day(group.ramp_from)}, opens{' '}
            {day(group.opens)}
          </span>
        </span>
        <Touches group={group} />
      </summary>
      <Table
        label={groupName(group)}
        rows={group.accounts}
        id={(row) => row.account_id}
        columns={[
          account,
          rep,
          outcome,
          wanted,
          done,
          {
            key: 'planned',
            label: 'Planned visits',
            cell: (row) => row.planned.map(day).join(', ') || '–',
          },
          { key: 'missing', label: 'Missing', number: true, cell: (row) => row.missing },
        ]}
      />
    </details>
  )
}

function Touches({ group }: { group: RampGroup }) {
  const tone: Tone = group.missing > 0 ? 'warn' : 'ok'
  return (
    <span class="row wrap">
      <span class="number small">
        {group.done} of {group.wanted} done, {group.planned} planned
      </span>
      <Chip tone={tone}>{group.missing > 0 ? `${group.missing} missing` : 'none missing'}</Chip>
    </span>
  )
}

type Column = Parameters<typeof Table<RampAccount>>[0]['columns'][number]

const account: Column = {
  key: 'name',
  label: 'Account',
  cell: (row) => <AccountLink id={row.account_id} name={row.name} />,
}
const rep: Column = { key: 'rep', label: 'Rep', minor: true, cell: (row) => row.rep || 'nobody' }
const outcome: Column = {
  key: 'outcome',
  label: 'Ramp',
  cell: (row) => <Chip tone={TONES[row.outcome]}>{outcomeWord(row)}</Chip>,
}
const wanted: Column = {
  key: 'wanted',
  label: 'Wanted',
  number: true,
  cell: (row) => row.wanted,
}
const done: Column = { key: 'done', label: 'Done', number: true, cell: (row) => row.done }

const TONES: Readonly<Record<RampAccount['outcome'], Tone>> = {
  ahead: 'plain',
  ramp: 'info',
  complete: 'ok',
  missed: 'warn',
}

function Opened({ groups }: { groups: readonly RampGroup[] }) {
  const rows = groups.flatMap((group) => group.accounts)
  if (rows.length === 0) return null
  const missed = rows.filter((row) => row.outcome === 'missed')
  const early = rows.filter((row) => row.order === 'before' || row.order === 'no_touch')
  return (
    <section class="stack" aria-labelledby="opened">
      <h2 id="opened">Opened in the last twelve weeks</h2>
      <p>
        Of {counted(rows.length, 'account')}{' '}
        <strong>{counted(missed.length, 'ramp was', 'ramps were')} missed</strong>, and{' '}
        {number(early.length)} bought before the first ramp touch or without one. Sales are known by
        month.
      </p>
      <Table
        label="How each opening went"
        rows={[...missed, ...rows.filter((row) => row.outcome !== 'missed')]}
        id={(row) => row.account_id}
        columns={[
          account,
          { key: 'town', label: 'Town', minor: true, cell: (row) => row.town },
          rep,
          { key: 'opens', label: 'Opened', cell: (row) => day(row.opens) },
          outcome,
          wanted,
          done,
          {
            key: 'touch',
            label: 'First touch',
            cell: (row) => (row.first_touch ? day(row.first_touch) : '–'),
          },
          { key: 'order', label: 'First order', cell: (row) => orderWords(row) },
        ]}
      />
    </section>
  )
}
