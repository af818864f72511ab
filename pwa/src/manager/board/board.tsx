import { computed } from '@preact/signals'
import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { Banner, EmptyState } from '../../ui/pieces.tsx'
import * as desk from '../api.ts'
import { lazy } from '../lazy.tsx'
import { type Remote, useRemote } from '../remote.ts'
import { choose, href, open, route } from '../router.ts'
import { about, reps, today } from '../session.ts'
import { Input, Page, Shown, Tabs } from '../ui/pieces.tsx'
import type { Items, Plan } from '../wire.ts'
import * as api from './api.ts'
import { ByTable } from './by-table.tsx'
import { Figures } from './figures.tsx'
import { filterOf } from './filter.ts'
import { FilterBar, filterWords } from './filter-bar.tsx'
import { ListDrawer } from './list-drawer.tsx'
import { LABELS, PERIODS, type Period, period } from './period.ts'
import { type Board, type By, DIMENSIONS } from './wire.ts'
import { type Family, sentence } from './wording.ts'

const POLL_MS = 60_000
const PLANS_MS = 60_000

const HeatTable = lazy(async () => (await import('./heat.tsx')).HeatTable, 'the heat table')
const Overdue = lazy(async () => (await import('./ladder.tsx')).OverdueLadder, 'the overdue ladder')
const Trends = lazy(async () => (await import('./trends.tsx')).Trends, 'the trends')
const BoardMap = lazy(async () => (await import('./board-map.tsx')).BoardMap, 'the map')

const VIEWS = [
  ['figures', 'Figures'],
  ['heat', 'Class and tier'],
  ['overdue', 'Overdue'],
  ['trends', 'Trends'],
  ['map', 'Map'],
] as const

const FAMILY_TABS = [
  ['visits', 'Coverage'],
  ['late', 'Late and missed'],
  ['time', 'Time and focus'],
] as const

const chosen = computed(() => period(route.value.query, today.value))

/** How well the accounts were covered; every number opens the list behind it. */
export function BoardScreen() {
  const { first, last } = chosen.value
  const { query } = route.value
  const by: By = DIMENSIONS.find(([name]) => name === query.by)?.[0] ?? 'rep'
  const view = VIEWS.find(([name]) => name === query.view)?.[0] ?? 'figures'
  const asked = { ...filterOf(query), first, last }
  const load = () => api.board({ ...asked, by })
  const board = useRemote(`${JSON.stringify(asked)} ${by}`, load, POLL_MS)
  const plans = useRemote('plans', () => desk.plans(), PLANS_MS)
  return (
    <Page
      title="Board"
      lead={board.data ? summary(board.data, plans.data) : null}
      actions={
        <PeriodChooser period={chosen.value} season={board.data?.season_first ?? null} by={by} />
      }
    >
      <div class="row wrap between board-bar">
        <Tabs
          label="Show"
          tabs={VIEWS}
          value={view}
          onChange={(next) => choose({ view: next === 'figures' ? null : next })}
        />
        <FilterBar />
      </div>
      <View view={view} board={board} by={by} asked={asked} />
      {query.metric && <ListDrawer period={chosen.value} onClose={closeList} />}
    </Page>
  )
}

const closeList = () =>
  open({
    metric: null,
    of: null,
    key: null,
    list: null,
    of_class: null,
    of_tier: null,
    rung: null,
    cause: null,
  })

interface ViewProps {
  view: (typeof VIEWS)[number][0]
  board: Remote<Board>
  by: By
  asked: api.Asked
}

function View({ view, board, by, asked }: ViewProps) {
  if (view === 'overdue') return <Overdue asked={asked} />
  if (view === 'trends') return <Trends />
  if (view === 'map') return <BoardMap asked={asked} />
  return (
    <Shown of={board} label="Counting visits">
      {(data) => {
        if (data.total.figures.length === 0) return <Nothing />
        return view === 'heat' ? (
          <HeatTable asked={asked} metrics={data.metrics} />
        ) : (
          <Content board={data} by={by} />
        )
      }}
    </Shown>
  )
}

function summary(board: Board, plans: Items<Plan> | null): string {
  const share = board.total.figures.find((figure) => figure.metric === 'overdue_share')
  const said = sentence(board, share ? share.numerator : null, oldestPlan(plans))
  const only = filterWords()
  return only ? `${said} Only ${only}.` : said
}

/** The plan somebody follows that was made longest ago. */
function oldestPlan(plans: Items<Plan> | null) {
  const followed = (plans?.items ?? []).filter((plan) => plan.state === 'published')
  const oldest = followed.sort((a, b) => (a.made_at < b.made_at ? -1 : 1))[0]
  if (!oldest || !about.value) return null
  const age_h = (Date.parse(about.value.now) - Date.parse(oldest.made_at)) / 3_600_000
  return age_h < 0 ? null : { rep: oldest.rep.split(' ')[0] ?? oldest.rep, age_h }
}

function Content({ board, by }: { board: Board; by: By }) {
  const { query } = route.value
  const family: Family = FAMILY_TABS.find(([name]) => name === query.numbers)?.[0] ?? 'visits'
  return (
    <>
      <Figures board={board} />
      <div class="row wrap between by-bar">
        <h2>By {DIMENSIONS.find(([name]) => name === by)?.[1].toLowerCase()}</h2>
        <div class="row wrap">
          <Tabs
            label="Numbers"
            tabs={FAMILY_TABS}
            value={family}
            onChange={(next) => choose({ numbers: next })}
          />
          <Tabs
            label="Show by"
            tabs={DIMENSIONS}
            value={by}
            onChange={(next) => choose({ by: next })}
          />
        </div>
      </div>
      <ByTable board={board} by={by} family={family} />
      <p class="quiet small">
        {date(board.first, today.value)} to {date(board.last, today.value)}; changes are against as
        many days before. Accounts that were off season the whole time are in no number here; those
        off season at the end cannot be overdue. Days off and closures require nothing. A dash
        stands where there was nothing to measure; days in the field have no class, segment or town.
      </p>
    </>
  )
}

interface ChooserProps {
  period: Period
  season: string | null
  by: By
}

function PeriodChooser({ period, season, by }: ChooserProps) {
  const shown = PERIODS.filter((name) => name !== 'season' || season || period.name === name)
  const tabs = shown.map((name) => [name, LABELS[name]] as const)
  return (
    <>
      <Tabs
        label="Dates"
        tabs={tabs}
        value={period.name}
        onChange={(name) =>
          choose({
            period: name,
            first: name === 'season' ? season : period.first,
            last: period.last,
          })
        }
      />
      {period.name === 'custom' && <CustomDates period={period} />}
      <Files name="board" asked={{ ...filterOf(route.value.query), ...dates(period), by }} />
      <Button look="plain" icon="print" round aria-label="Print" onClick={() => print()} />
    </>
  )
}

const dates = ({ first, last }: Period) => ({ first, last })

/** The same numbers as a file, for a spreadsheet. */
export function Files({
  name,
  asked,
}: {
  name: string
  asked: Parameters<typeof api.keepFile>[2]
}) {
  const [failure, fail] = useState<string | null>(null)
  const keep = async (format: 'csv' | 'xlsx') => fail(await api.keepFile(format, name, asked))
  return (
    <span class="row no-print">
      <Button look="plain" icon="download" onClick={() => void keep('csv')}>
        CSV
      </Button>
      <Button look="plain" icon="download" onClick={() => void keep('xlsx')}>
        XLSX
      </Button>
      {failure && <Banner tone="warn">{failure}</Banner>}
    </span>
  )
}

function CustomDates({ period }: { period: Period }) {
  return (
    <div class="row">
      <Input
        label="From"
        hideLabel
        type="date"
        value={period.first}
        max={period.last}
        onInput={(first) => choose({ first })}
      />
      <Input
        label="To"
        hideLabel
        type="date"
        value={period.last}
        min={period.first}
        onInput={(last) => choose({ last })}
      />
    </div>
  )
}

function Nothing() {
  const text =
    reps.value.length === 0
      ? 'There is no rep in your team yet.'
      : 'There are no accounts to look at. Import them, and the board fills by itself.'
  return (
    <EmptyState icon="board" title="Nothing to count yet." text={text}>
      <a class="button primary" href={href('import')}>
        Import accounts
      </a>
    </EmptyState>
  )
}
