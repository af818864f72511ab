import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { Chip, EmptyState } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import type { AccountClass } from '../../wire.ts'
import { useRemote } from '../remote.ts'
import { href, open, route } from '../router.ts'
import { today } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import * as api from './api.ts'
import type { Balance, RepYear, Year, YearAccount, YearWeek } from './wire.ts'
import { FLAG_WORDS, inHours, percent, step, weekWords, yearWords } from './year-shape.ts'
import './year.css'

/** 52 weeks of required hours against those there: colliding seasons are seen months ahead. */
export function YearView() {
  const year = useRemote('year', api.year)
  const { week, of } = route.value.query
  const rep = year.data?.items.find((one) => one.rep_id === of)
  return (
    <Shown of={year} label="Counting the year">
      {(data) => (
        <>
          {data.items.length === 0 && (
            <EmptyState icon="people" title="There is nobody to plan for yet." />
          )}
          {data.items.length > 1 && <Even of={data} />}
          <Legend of={data} />
          {data.items.map((one) => (
            <RepYearCard key={one.rep_id} of={one} />
          ))}
          {rep && week && <WeekDrawer rep={rep} week={week} />}
        </>
      )}
    </Shown>
  )
}

function Legend({ of }: { of: Year }) {
  const steps = [
    [1, 'below 50 %'],
    [2, `slack, below ${percent(of.slack)}`],
    [3, 'fits'],
    [4, 'over 100 %'],
    [5, `overload, over ${percent(of.overload)}`],
    [0, 'nobody works'],
  ] as const
  return (
    <p class="year-legend small" aria-hidden="true">
      {steps.map(([at, text]) => (
        <span key={at}>
          <i class={`year-week step-${at}`}>{SIGN[at]}</i> {text}
        </span>
      ))}
    </p>
  )
}

/** Beside the colour: a sign for what is too much and for weeks nobody works in. */
const SIGN: Record<number, string> = { 0: '·', 4: '!', 5: '‼' }

const figure = (value: number | null, digits = 2) => (value === null ? '–' : value.toFixed(digits))

/** How evenly the load lies; with few reps the ratio says more than the Gini coefficient. */
function Even({ of }: { of: Year }) {
  const { balance } = of
  const names = of.items.filter((one) => balance.outside.includes(one.rep_id)).map((one) => one.rep)
  return (
    <section class="card stack" aria-label="Balance between reps">
      <h2>Balance between reps</h2>
      <p>{evenWords(balance, names)}</p>
      <Table
        label="Load of each rep"
        columns={loadColumns(balance)}
        rows={of.items}
        id={(one) => one.rep_id}
      />
      <p class="small quiet">
        Index: load of the own hours, 100 is the mean. Variation {figure(balance.cv)}, Gini{' '}
        {figure(balance.gini)}, most to least {figure(balance.max_min)}. Reps needed: these visits
        at the weeks, hours and field share of the settings.
      </p>
    </section>
  )
}

function evenWords(balance: Balance, names: readonly string[]): string {
  const band = `within ${Math.round(100 * balance.band)} % of the mean`
  if (names.length === 0) return `Every rep's load lies ${band}.`
  return `Not ${band}: ${names.join(', ')}.`
}

function loadColumns(balance: Balance): Column<RepYear>[] {
  return [
    { key: 'rep', label: 'Rep', cell: (one) => one.rep },
    { key: 'required', label: 'Required', number: true, cell: (one) => inHours(one.all_min) },
    { key: 'there', label: 'There', number: true, cell: (one) => inHours(one.available_min) },
    { key: 'share', label: 'Load', number: true, cell: (one) => percent(one.share) },
    {
      key: 'index',
      label: 'Index',
      number: true,
      cell: (one) => figure(balance.index[one.rep_id] ?? null, 0),
    },
    {
      key: 'reps',
      label: 'Reps needed',
      number: true,
      minor: true,
      cell: (one) => figure(one.reps_needed, 1),
    },
    { key: 'flag', label: 'Fit', cell: (one) => <FlagChip of={one} /> },
  ]
}

function FlagChip({ of }: { of: Pick<RepYear, 'flag' | 'share'> }) {
  if (of.share === null) return <Chip>nobody works</Chip>
  const tone = of.flag === 'overload' ? 'bad' : of.flag === 'over' ? 'warn' : 'plain'
  return <Chip tone={of.flag === '' ? 'ok' : tone}>{FLAG_WORDS[of.flag]}</Chip>
}

function RepYearCard({ of }: { of: RepYear }) {
  const [table, showTable] = useState(false)
  const way = of.way_from === 'legs' ? `median of ${of.legs} legs driven` : 'from the settings'
  return (
    <section class="card stack" aria-label={`${of.rep}: the year`}>
      <div class="row between">
        <h2>{of.rep}</h2>
        <Button look="plain" aria-pressed={table} onClick={() => showTable(!table)}>
          {table ? 'As a strip' : 'As a table'}
        </Button>
      </div>
      <p>{yearWords(of)}</p>
      {table ? <WeekTable of={of} /> : <Heat of={of} />}
      {of.collisions.length > 0 && (
        <ul class="collisions">
          {of.collisions.map((one) => (
            <li key={one.first}>
              <button
                type="button"
                class="link"
                onClick={() => open({ of: of.rep_id, week: one.first })}
              >
                {one.sentence}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p class="small quiet">
        {of.accounts} accounts; {Math.round(of.way_min)} min on the way to each visit ({way}).
      </p>
    </section>
  )
}

function Heat({ of }: { of: RepYear }) {
  return (
    <ul class="year-strip" aria-label={`${of.rep}: load of 52 weeks`}>
      {of.weeks.map((week) => (
        <li key={week.first}>
          <button
            type="button"
            class={`year-week step-${step(week)}`}
            aria-label={weekWords(week)}
            title={weekWords(week)}
            onClick={() => open({ of: of.rep_id, week: week.first })}
          >
            {SIGN[step(week)] ?? ''}
          </button>
          <span class="year-month" aria-hidden="true">
            {monthStart(week)}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** The month's name under the week that holds its first. */
function monthStart(week: YearWeek): string {
  const begins = week.first.slice(8) === '01' || week.first.slice(0, 7) !== week.last.slice(0, 7)
  return begins ? date(week.last).replace(/^\S+ \d+ ?/, '') : ''
}

const CLASSES: readonly AccountClass[] = ['core', 'invest', 'opportunistic', 'divest', 'prospect']

function WeekTable({ of }: { of: RepYear }) {
  const classes = CLASSES.filter((name) => of.weeks.some((week) => week.required_min[name] > 0))
  const columns: Column<YearWeek>[] = [
    { key: 'week', label: 'Week', cell: (one) => `${one.week}, ${date(one.first, today.value)}` },
    ...classes.map((name) => ({
      key: name,
      label: word('class', name),
      number: true,
      minor: true,
      cell: (one: YearWeek) => inHours(one.required_min[name]),
    })),
    {
      key: 'all',
      label: 'Required',
      number: true,
      cell: (one) => (
        <button
          type="button"
          class="figure"
          onClick={() => open({ of: of.rep_id, week: one.first })}
        >
          {inHours(one.all_min)}
        </button>
      ),
    },
    { key: 'there', label: 'There', number: true, cell: (one) => inHours(one.available_min) },
    { key: 'share', label: 'Load', number: true, cell: (one) => percent(one.share) },
    { key: 'flag', label: 'Fit', cell: (one) => <FlagChip of={one} /> },
    { key: 'short', label: 'Not worked', minor: true, cell: (one) => one.short.join(', ') },
  ]
  return (
    <Table
      label={`${of.rep}: weeks of the year`}
      columns={columns}
      rows={of.weeks}
      id={(one) => one.first}
    />
  )
}

const ACCOUNT_COLUMNS: readonly Column<YearAccount>[] = [
  {
    key: 'account',
    label: 'Account',
    cell: (one) => (
      <a
        href={href('plans', {
          ...route.value.query,
          week: null,
          of: null,
          account: one.account_id,
        })}
      >
        {one.account}
      </a>
    ),
  },
  {
    key: 'class',
    label: 'Class',
    cell: (one) => `${word('class', one.account_class)} ${one.tier}`,
  },
  { key: 'segment', label: 'Segment', minor: true, cell: (one) => one.segment },
  { key: 'city', label: 'Town', minor: true, cell: (one) => one.city },
  { key: 'visits', label: 'Visits', number: true, cell: (one) => one.visits.toFixed(2) },
  { key: 'minutes', label: 'Minutes', number: true, cell: (one) => one.minutes.toFixed(1) },
]

function WeekDrawer({ rep, week }: { rep: RepYear; week: string }) {
  const list = useRemote(`${rep.rep_id} ${week}`, () => api.yearAccounts(rep.rep_id, week))
  const shown = rep.weeks.find((one) => one.first === week)
  const close = () => open({ of: null, week: null })
  return (
    <Drawer wide title={rep.rep} lead={shown ? weekWords(shown) : ''} onClose={close}>
      <Shown of={list} label="Looking up the accounts">
        {(data) => (
          <>
            <p>
              {data.items.length} accounts ask for {(data.total_min / 60).toFixed(1)} h, part visits
              counted.
            </p>
            <Table
              label="Accounts behind the week"
              columns={ACCOUNT_COLUMNS}
              rows={data.items}
              id={(one) => one.account_id}
            />
          </>
        )}
      </Shown>
    </Drawer>
  )
}
