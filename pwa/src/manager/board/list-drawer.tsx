import { useEffect } from 'preact/hooks'
import { date } from '../../ui/format.ts'
import { Chip, EmptyState } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import type { History } from '../../wire.ts'
import { tell } from '../around.ts'
import { useRemote } from '../remote.ts'
import { choose, href, route } from '../router.ts'
import { repName, today } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Shown, Tabs } from '../ui/pieces.tsx'
import * as api from './api.ts'
import { Files } from './board.tsx'
import { DayList } from './day-list.tsx'
import { listOf, NONE } from './filter.ts'
import { groupLabel } from './group-label.ts'
import type { Period } from './period.ts'
import type { Cause, Listed, ListedAccount } from './wire.ts'
import { CAUSES, partWords, rounded, valueWords } from './wording.ts'

const POLL_MS = 60_000

/** The accounts behind one number, with the visits that made it. */
export function ListDrawer({ period, onClose }: { period: Period; onClose: () => void }) {
  const { metric = '', of = '', rung, cause } = route.value.query
  const { first, last } = period
  const asked: api.ListAsked = { ...listOf(route.value.query), first, last, metric }
  if (rung) asked.rung = rung
  if (cause) asked.cause = cause
  useEffect(() => tell('list'), [])
  const list = useRemote(JSON.stringify(asked), () => api.list(asked), POLL_MS)
  const title = list.data?.metric.label ?? word('metric', metric)
  return (
    <Drawer
      title={title}
      lead={list.data && <Lead list={list.data} of={of} />}
      wide
      onClose={onClose}
    >
      <Shown of={list} label="Looking up the accounts">
        {(data) => (
          <div class="stack">
            <Files name={metric} asked={asked} />
            {data.metric.of === 'days' ? <DayList list={data} /> : <Accounts list={data} />}
          </div>
        )}
      </Shown>
    </Drawer>
  )
}

function Lead({ list, of }: { list: Listed; of: string }) {
  const { figure, metric } = list
  const parts = partWords(figure, metric.unit)
  const { key: named = '', of_class, of_tier, rung, cause } = route.value.query
  const key = named === NONE ? '' : named
  const label =
    of === 'rep' ? repName(key) : of === 'segment' ? (list.accounts[0]?.segment ?? key) : key
  return (
    <>
      <p class="list-figure number">
        <strong>{valueWords(figure.value, metric.unit)}</strong> {parts && `(${parts})`}
        {of && <Chip tone="accent">{groupLabel(of, { key, label })}</Chip>}
        {of_class && <Chip tone="accent">{word('class', of_class)}</Chip>}
        {of_tier && <Chip tone="accent">Tier {of_tier}</Chip>}
        {rung && <Chip tone="accent">{rung} days</Chip>}
        {cause && <Chip tone="accent">{CAUSES[cause as Cause] ?? cause}</Chip>}
      </p>
      <p>{metric.sentence}</p>
    </>
  )
}

const WHICH = ['all', 'short', 'overdue', 'visited'] as const

function Accounts({ list }: { list: Listed }) {
  const which = WHICH.find((one) => one === route.value.query.list) ?? 'all'
  const of = {
    all: list.accounts,
    short: list.accounts.filter((one) => one.made < one.required),
    overdue: list.accounts.filter((one) => one.overdue_value > 0),
    visited: newestFirst(list.accounts.filter((one) => one.made > 0)),
  }
  if (list.accounts.length === 0) {
    return <EmptyState icon="accounts" title="No account is behind this number." />
  }
  const tabs = [
    ['all', `All ${of.all.length}`],
    ['short', `Fewer than required ${of.short.length}`],
    ['overdue', `Overdue ${of.overdue.length}`],
    ['visited', `Visited ${of.visited.length}`],
  ] as const
  return (
    <div class="stack">
      <Tabs
        label="Which accounts"
        tabs={tabs}
        value={which}
        onChange={(next) => choose({ list: next })}
      />
      <Totals accounts={of[which]} value={list.metric.unit === 'value'} />
      <Sums list={list} accounts={of[which]} />
      {of[which].length === 0 && <p class="quiet">None of them.</p>}
      <ul class="behind">
        {of[which].map((account) => (
          <Account key={account.account_id} account={account} />
        ))}
      </ul>
    </div>
  )
}

function newestFirst(accounts: ListedAccount[]): ListedAccount[] {
  const latest = (one: ListedAccount) => one.visits[0]?.on ?? ''
  return accounts.sort((a, b) => latest(b).localeCompare(latest(a)))
}

/** The sums a reader can hold against the number above. */
function Totals({ accounts, value }: { accounts: readonly ListedAccount[]; value: boolean }) {
  const sum = (part: (one: ListedAccount) => number) =>
    rounded(accounts.reduce((total, one) => total + part(one), 0))
  const overdue = accounts.filter((one) => one.overdue_value > 0).length
  return (
    <p class="totals number">
      <span>
        <strong>{accounts.length}</strong> accounts
      </span>
      <span>
        <strong>{sum((one) => one.required)}</strong> required
      </span>
      <span>
        <strong>{sum((one) => one.made)}</strong> made
      </span>
      <span title="Each account counts at most what it requires: no one covers another.">
        <strong>{sum((one) => Math.min(one.made, one.required))}</strong> counted
      </span>
      <span>
        <strong>{accounts.filter((one) => one.made > 0).length}</strong> visited
      </span>
      <span>
        <strong>{overdue}</strong> overdue
      </span>
      {value && (
        <span>
          <strong>{sum((one) => one.overdue_value)}</strong> overdue value
        </span>
      )}
    </p>
  )
}

/** What these accounts add to both sides of the number above. */
function Sums({ list, accounts }: { list: Listed; accounts: readonly ListedAccount[] }) {
  const { numerator, denominator } = list.figure
  if (numerator === null || denominator === null) return null
  const above = accounts.reduce((total, one) => total + one.adds, 0)
  const below = accounts.reduce((total, one) => total + one.of, 0)
  return (
    <p class="quiet small number">
      These add {rounded(above)} of {rounded(numerator)} above the line and {rounded(below)} of{' '}
      {rounded(denominator)} below it.
    </p>
  )
}

function Account({ account }: { account: ListedAccount }) {
  const { query, screen } = route.value
  const short = account.made < account.required
  return (
    <li>
      <div class="row wrap between">
        <a href={href(screen, { ...query, metric: null, account: account.account_id })}>
          <strong>{account.name}</strong>
        </a>
        <span class="row wrap">
          {account.overdue_days > 0 && <Chip tone="bad">{overdueWords(account)}</Chip>}
          <Chip tone={short ? 'warn' : 'ok'}>
            {account.made} of {rounded(account.required)} made
          </Chip>
          {account.missed > 0 && <Chip>{account.missed} missed</Chip>}
        </span>
      </div>
      <p class="quiet small">{facts(account)}</p>
      {account.visits.length > 0 && (
        <ul class="visits">
          {account.visits.map((visit, at) => (
            <Visit key={`${visit.on} ${at}`} visit={visit} />
          ))}
        </ul>
      )}
    </li>
  )
}

function overdueWords({ overdue_days }: ListedAccount): string {
  return overdue_days === 1 ? '1 day overdue' : `${overdue_days} days overdue`
}

function facts(account: ListedAccount): string {
  const last = account.last_visit
    ? `last visit ${date(account.last_visit, today.value)}`
    : 'never visited'
  const kind = `${word('class', account.account_class)} ${account.tier}`
  return [account.city, kind, account.segment, account.rep || 'unassigned', last]
    .filter(Boolean)
    .join(' · ')
}

function Visit({ visit }: { visit: History }) {
  return (
    <li class={`visit ${visit.outcome}`}>
      <span class="number">{visit.on === today.value ? 'today' : date(visit.on, today.value)}</span>
      <span>
        {word('outcome', visit.outcome)}
        {visit.result && `, ${word('result', visit.result)}`}
        {visit.rep && <span class="quiet"> by {visit.rep}</span>}
        {visit.source === 'simulated' && <span class="quiet"> (simulated)</span>}
        {visit.note && <q>{visit.note}</q>}
      </span>
    </li>
  )
}
