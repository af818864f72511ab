import { computed } from '@preact/signals'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { EmptyState } from '../../ui/pieces.tsx'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { choose, href, open, route } from '../router.ts'
import { about, reps, today } from '../session.ts'
import { Input, Page, Shown, Tabs } from '../ui/pieces.tsx'
import type { Coverage, Items, Plan } from '../wire.ts'
import { ByTable } from './by-table.tsx'
import { Figures } from './figures.tsx'
import { ListDrawer } from './list-drawer.tsx'
import { LABELS, PERIODS, type Period, period } from './period.ts'
import { sentence } from './wording.ts'

const POLL_MS = 15_000
const PLANS_MS = 60_000

export const DIMENSIONS = [
  ['rep', 'Rep'],
  ['account_class', 'Class'],
  ['tier', 'Tier'],
  ['segment', 'Segment'],
] as const
type By = (typeof DIMENSIONS)[number][0]

const chosen = computed(() => period(route.value.query, today.value))

/** How well the accounts were covered; every number opens the list behind it. */
export function BoardScreen() {
  const { first, last } = chosen.value
  const { query } = route.value
  const by: By = DIMENSIONS.find(([name]) => name === query.by)?.[0] ?? 'rep'
  const load = () => api.coverage({ first, last, by })
  const board = useRemote(`${first} ${last} ${by}`, load, POLL_MS)
  const plans = useRemote('plans', () => api.plans(), PLANS_MS)
  return (
    <Page
      title="Board"
      lead={board.data ? summary(board.data, plans.data) : null}
      actions={<PeriodChooser period={chosen.value} />}
    >
      <Shown of={board} label="Counting visits">
        {(data) =>
          data.total.figures.length === 0 ? <Nothing /> : <Content board={data} by={by} />
        }
      </Shown>
      {query.metric && <ListDrawer period={chosen.value} onClose={closeList} />}
    </Page>
  )
}

const closeList = () => open({ metric: null, of: null, key: null, list: null })

function summary(board: Coverage, plans: Items<Plan> | null): string {
  const share = board.total.figures.find((figure) => figure.metric === 'overdue_share')
  return sentence(board, share ? share.numerator : null, oldestPlan(plans))
}

/** The plan somebody follows that was made longest ago. */
function oldestPlan(plans: Items<Plan> | null) {
  const followed = (plans?.items ?? []).filter((plan) => plan.state === 'published')
  const oldest = followed.sort((a, b) => (a.made_at < b.made_at ? -1 : 1))[0]
  if (!oldest || !about.value) return null
  const age_h = (Date.parse(about.value.now) - Date.parse(oldest.made_at)) / 3_600_000
  return age_h < 0 ? null : { rep: oldest.rep.split(' ')[0] ?? oldest.rep, age_h }
}

function Content({ board, by }: { board: Coverage; by: By }) {
  return (
    <>
      <Figures board={board} />
      <div class="row wrap between">
        <h2 class="section">By {DIMENSIONS.find(([name]) => name === by)?.[1].toLowerCase()}</h2>
        <Tabs
          label="Show by"
          tabs={DIMENSIONS}
          value={by}
          onChange={(next) => choose({ by: next })}
        />
      </div>
      <ByTable board={board} by={by} />
      <p class="quiet small">
        {date(board.first, today.value)} to {date(board.last, today.value)}. Accounts that were off
        season the whole time are in no number here; those off season at the end cannot be overdue.
        A dash stands where there was nothing to measure.
      </p>
    </>
  )
}

function PeriodChooser({ period }: { period: Period }) {
  const tabs = PERIODS.map((name) => [name, LABELS[name]] as const)
  return (
    <>
      <Tabs
        label="Dates"
        tabs={tabs}
        value={period.name}
        onChange={(name) => choose({ period: name, first: period.first, last: period.last })}
      />
      {period.name === 'custom' && <CustomDates period={period} />}
      <Button look="plain" icon="print" round aria-label="Print" onClick={() => print()} />
    </>
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
