import { useState } from 'preact/hooks'
import { Bars } from '../../ui/bars.tsx'
import { Button } from '../../ui/button.tsx'
import { clock, date, duration, hours, money, monthName, weekdayName } from '../../ui/format.ts'
import { Banner, Chip, Facts } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { cadenceWords, classWords, dueTone, dueWords, seasonWords } from '../../ui/words.ts'
import type { AccountRow, Touch } from '../../wire.ts'
import * as api from '../api.ts'
import { SubscribeButton } from '../calendars/calendars.tsx'
import { lazy } from '../lazy.tsx'
import { type Remote, useRemote } from '../remote.ts'
import { reps, today } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Shown, Tabs } from '../ui/pieces.tsx'
import { accountsChanged } from './changed.ts'
import { EditAccount } from './edit.tsx'
import { PlannedChanges } from './planned.tsx'
import { Reports } from './reports.tsx'
import { windowWords } from './season-windows.ts'

const TimelineTab = lazy(
  () => import('./timeline.tsx').then((file) => file.TimelineTab),
  'the timeline',
)

const ASSUMED: Readonly<Record<string, string>> = {
  account_class: 'class',
  tier: 'tier',
  segment: 'segment',
}

/** One account, over whatever screen named it. */
export function AccountDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const account = useRemote(id, () => api.account(id))
  return (
    <Drawer
      title={account.data?.name ?? 'Account'}
      lead={account.data && <Lead account={account.data} />}
      wide
      onClose={onClose}
    >
      <Shown of={account} label="Looking up the account">
        {(data) => <Body account={data} remote={account} />}
      </Shown>
    </Drawer>
  )
}

function Lead({ account }: { account: AccountRow }) {
  return (
    <span class="row wrap">
      <Chip tone={dueTone(account.due)}>{dueWords(account.due)}</Chip>
      <Chip tone="accent">{classWords(account)}</Chip>
      {!account.active && <Chip>inactive</Chip>}
      {account.assumed.map((field) => (
        <Chip key={field} tone="info">
          {ASSUMED[field] ?? word('field', field)} assumed
        </Chip>
      ))}
      <span class="small">{account.number}</span>
    </span>
  )
}

function Body({ account, remote }: { account: AccountRow; remote: Remote<AccountRow> }) {
  const [editing, edit] = useState(false)
  const [tab, turn] = useState<'now' | 'timeline'>('now')
  if (editing) {
    const done = () => {
      edit(false)
      remote.reload()
      accountsChanged()
    }
    return (
      <EditAccount
        // A conflict reads the account anew: the form then begins from what is there now.
        key={account.rev}
        account={account}
        onDone={done}
        onCancel={() => edit(false)}
        onStale={remote.reload}
      />
    )
  }
  return (
    <div class="stack account">
      <Tabs label="What of the account" tabs={TABS} value={tab} onChange={turn} />
      {tab === 'timeline' ? (
        <TimelineTab id={account.id} rev={account.rev} />
      ) : (
        <Now account={account} remote={remote} onEdit={() => edit(true)} />
      )}
    </div>
  )
}

const TABS = [
  ['now', 'Now'],
  ['timeline', 'Timeline'],
] as const

interface NowProps {
  account: AccountRow
  remote: Remote<AccountRow>
  onEdit: () => void
}

/** Where the account stands: why it is due, what is planned, what is known. */
function Now({ account, remote, onEdit }: NowProps) {
  return (
    <>
      <p class="why-sentence">{account.due.why}</p>
      <Warnings account={account} />
      <PlannedChanges id={account.id} onWithdrawn={remote.reload} />
      <Planned id={account.id} rev={account.rev} />
      <div class="row wrap">
        <Button icon="pen" onClick={onEdit}>
          Change
        </Button>
        <SubscribeButton account={account} />
      </div>
      <Facts of={facts(account)} />
      <Week account={account} />
      <Sales account={account} />
      <Reports id={account.id} rev={account.rev} />
      <Touches of={account.touches ?? []} />
    </>
  )
}

function Warnings({ account }: { account: AccountRow }) {
  const paused = reps.value.some((rep) => rep.id === account.rep_id && !rep.active)
  return (
    <>
      {paused && (
        <Banner tone="warn" icon="warning">
          {account.rep} is paused: nobody makes the visits planned here. Give the account to another
          rep, or let {account.rep} work again.
        </Banner>
      )}
      {account.lat === null && (
        <Banner tone="warn" icon="pin">
          Needs a location: nobody can be sent there until it has one.
        </Banner>
      )}
      {account.opening_hours_problem && (
        <Banner tone="warn" icon="clock">
          <strong>{account.opening_hours}</strong> cannot be read: {account.opening_hours_problem}{' '}
          The hours of its segment count until then.
        </Banner>
      )}
    </>
  )
}

const SHOWN = 6

/** Why it is planned when it is, and why what is due has no day. */
function Planned({ id, rev }: { id: string; rev: number }) {
  const plan = useRemote(`${id} ${rev}`, () => api.accountPlan(id))
  if (!plan.data) return null
  const { visits, unplanned } = plan.data
  return (
    <section>
      <h3>Planned</h3>
      {unplanned.map((left) => (
        <Banner tone="warn" icon="warning" key={left.target}>
          Due {date(left.target, today.value)}, not in the plan: {left.sentence}
        </Banner>
      ))}
      {visits.length + unplanned.length === 0 && <p class="quiet">Nothing within the plan.</p>}
      <ul class="visits">
        {visits.slice(0, SHOWN).map((visit) => (
          <li class="visit" key={visit.id}>
            <span class="number">{date(visit.on, today.value)}</span>
            <span>
              {visit.start_s === null ? 'call' : clock(visit.start_s)}
              <span class="quiet"> {visit.why}</span>
            </span>
          </li>
        ))}
      </ul>
      {visits.length > SHOWN && <p class="quiet small">and {visits.length - SHOWN} more</p>}
    </section>
  )
}

function facts(account: AccountRow) {
  const on = (day: string | null) => day && date(day, today.value)
  const { due } = account
  return [
    ['Rep', account.rep ?? 'nobody yet'],
    ['Segment', account.segment_label],
    ['Product line', account.product_line],
    [
      'Address',
      [account.address, account.city, account.state, account.zip].filter(Boolean).join(', '),
    ],
    ['Location', place(account)],
    [
      'Contact',
      account.contacts.map((c) => [c.name, c.phone, c.email].filter(Boolean).join(', ')).join('; '),
    ],
    [
      'Cadence',
      `${cadenceWords(account.cadence)}${account.cadence.channel === 'phone' ? ', by phone' : ''}`,
    ],
    [
      'Due window',
      due.earliest &&
        due.latest &&
        `${on(due.earliest)} to ${on(due.latest)}, best ${on(due.target)}`,
    ],
    ['Season', seasonWords(account.season, today.value)],
    ['Season windows', account.windows.map(windowWords).join('; ')],
    ['Last visit', on(account.last_visit) ?? 'none known'],
    ['Next visit', on(account.next_visit) ?? 'none planned'],
    ['On site', duration(account.cadence.service_s)],
    ['Potential a year', account.potential === null ? null : money(account.potential)],
  ] as const
}

const SOURCES: Readonly<Record<string, string>> = {
  zip: 'approximate, by ZIP',
  file: 'from the file',
  geocoder: 'from a geocoder',
  phone: 'from a phone',
}

function place({ lat, lon, place_source }: AccountRow): string {
  if (lat === null || lon === null) return 'none'
  const source = SOURCES[place_source ?? ''] ?? place_source
  return `${lat.toFixed(4)}, ${lon.toFixed(4)}${source ? ` (${source})` : ''}`
}

/** 1 January 2024 was a Monday: the names of the week from any of its dates. */
const MONDAY = '2024-01-01'

function Week({ account }: { account: AccountRow }) {
  if (account.hours_week.every((day) => day.length === 0)) return null
  const name = (at: number) => weekdayName(`${MONDAY.slice(0, 8)}0${at + 1}`, 'short')
  return (
    <section>
      <h3>Opening hours this week</h3>
      <dl class="week-hours number">
        {account.hours_week.map((windows, at) => (
          <div key={name(at)}>
            <dt>{name(at)}</dt>
            <dd>{hours(windows)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Sales({ account }: { account: AccountRow }) {
  if (account.sales.length === 0) return null
  const months = account.sales.slice(-12)
  const bars = months.map((one, at) => ({
    label: monthName(one.month),
    value: one.value,
    before: account.sales.slice(-24, -12)[at]?.value ?? null,
  }))
  const total = money(account.sales_12m)
  return (
    <section>
      <h3>Sales of 12 months: {total}</h3>
      <Bars bars={bars} label={`Sales by month, ${total} in 12 months, the year before in grey`} />
    </section>
  )
}

function Touches({ of }: { of: readonly Touch[] }) {
  if (of.length === 0) return null
  return (
    <section>
      <h3>Colleagues</h3>
      <ul class="visits">
        {of.map((touch) => (
          <li class="visit touch" key={`${touch.on} ${touch.kind} ${touch.text}`}>
            <span class="number">{date(touch.on, today.value)}</span>
            <span>
              {word('touch', touch.kind)}
              {touch.by && <span class="quiet"> by {touch.by}</span>}
              {touch.text && <q>{touch.text}</q>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
