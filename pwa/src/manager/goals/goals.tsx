import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { Chip, EmptyState } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { useRemote } from '../remote.ts'
import { href } from '../router.ts'
import { today } from '../session.ts'
import { Page, Shown } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import { GoalDrawer } from './form.tsx'
import './goals.css'
import type { Goal, GoalMeasure } from './wire.ts'
import { hasWay, listQuery, STATES, share, tone, valueWords } from './words.ts'

/** What is to be reached, and how far it has come: the metric itself over the goal's dates. */
export function GoalsScreen() {
  const goals = useRemote('goals', api.goals)
  const [edited, edit] = useState<Goal | 'new' | null>(null)
  const done = (goal: Goal) => {
    edit(null)
    toast(`${goal.name}: saved.`)
    goals.reload()
  }
  const set = (
    <Button look="primary" icon="plus" onClick={() => edit('new')}>
      New goal
    </Button>
  )
  const lead =
    'A goal is a metric, a value, whose it is, and two dates. Progress is the metric itself.'
  return (
    <Page title="Goals" lead={lead} actions={set}>
      <Shown of={goals} label="Measuring the goals">
        {(data) => (
          <>
            <List goals={data.items} measures={data.measures} edit={edit} reload={goals.reload} />
            {edited && (
              <GoalDrawer
                measures={data.measures}
                goal={edited === 'new' ? null : edited}
                onDone={done}
                onClose={() => edit(null)}
              />
            )}
          </>
        )}
      </Shown>
    </Page>
  )
}

interface ListProps {
  goals: readonly Goal[]
  measures: readonly GoalMeasure[]
  edit: (goal: Goal) => void
  reload: () => void
}

function List({ goals, measures, edit, reload }: ListProps) {
  if (goals.length === 0) {
    const text = 'Set one: a metric, the value it shall have, whose it is, from when to when.'
    return <EmptyState icon="goal" title="There are no goals yet." text={text} />
  }
  const open = goals.filter((goal) => !goal.closed_at)
  const closed = goals.filter((goal) => goal.closed_at)
  const cards = (some: readonly Goal[]) => (
    <ul class="goals">
      {some.map((goal) => (
        <Card key={goal.id} goal={goal} measures={measures} edit={edit} reload={reload} />
      ))}
    </ul>
  )
  return (
    <>
      {open.length > 0 ? cards(open) : <p class="quiet">No goal is open.</p>}
      {closed.length > 0 && (
        <details class="closed-goals">
          <summary>Closed goals ({closed.length})</summary>
          {cards(closed)}
        </details>
      )}
    </>
  )
}

interface CardProps extends Omit<ListProps, 'goals'> {
  goal: Goal
}

function Card({ goal, measures, edit, reload }: CardProps) {
  const measure = measures.find((one) => one.name === goal.metric)
  const unit = measure?.unit ?? ''
  return (
    <li class="card stack goal">
      <div class="row wrap between">
        <h2>{goal.name}</h2>
        <Chip tone={tone(goal.state)}>{STATES[goal.state]}</Chip>
      </div>
      <p class="goal-number number">
        <Value goal={goal} measure={measure} /> of {valueWords(goal.target, unit)}
      </p>
      {measure && hasWay(goal, measure) && <Way goal={goal} measure={measure} />}
      <p class="small quiet">
        {[whose(goal), `${date(goal.first, today.value)} to ${date(goal.last, today.value)}`].join(
          ', ',
        )}
        . {measure && measure.label !== goal.name && `${measure.label}. `}
        {goal.baseline !== null && `It began at ${valueWords(goal.baseline, unit)}. `}
        {goal.expected !== null && `On pace today would be ${valueWords(goal.expected, unit)}.`}
      </p>
      <Actions goal={goal} edit={edit} reload={reload} />
    </li>
  )
}

function whose(goal: Goal): string {
  if (goal.by === 'all') return goal.same_people ? 'Everybody' : `${goal.maker}'s team`
  return goal.by === 'account_class' ? word('class', goal.key) : goal.group
}

/** The number leads to the accounts behind it, where the reader sees the same people. */
function Value({ goal, measure }: { goal: Goal; measure: GoalMeasure | undefined }) {
  const text = valueWords(goal.value, measure?.unit ?? '')
  if (!measure || goal.value === null || !goal.same_people) return <strong>{text}</strong>
  const screen = measure.source === 'board' ? 'board' : 'results'
  return (
    <a
      class="figure"
      href={href(screen, listQuery(goal, measure, today.value))}
      aria-label={`${goal.name}: ${text}. Show what is behind it`}
    >
      {text}
    </a>
  )
}

/** From baseline to target: the bar is what is reached, the mark what would be on pace. */
function Way({ goal, measure }: { goal: Goal; measure: GoalMeasure }) {
  const reached = share(goal, goal.value, measure)
  const pace = goal.expected === null ? null : share(goal, goal.expected, measure)
  return (
    <div class="way" aria-hidden="true">
      <span class="reached" style={{ width: `${100 * reached}%` }} />
      {pace !== null && <span class="pace" style={{ left: `${100 * pace}%` }} />}
    </div>
  )
}

interface ActionsProps {
  goal: Goal
  edit: (goal: Goal) => void
  reload: () => void
}

function Actions({ goal, edit, reload }: ActionsProps) {
  const { busy, act } = useAct()
  const close = async (closed: boolean, again = true) => {
    if (!(await act(() => api.close(goal.id, closed)))) return
    const back = again ? () => void close(!closed, false) : null
    toast(closed ? `${goal.name} is closed.` : `${goal.name} is open again.`, back, 9000)
    reload()
  }
  const restore = async () => {
    if (await act(() => api.restore(goal.id))) reload()
  }
  const remove = async () => {
    if (!(await act(() => api.remove(goal.id)))) return
    toast(`${goal.name} is deleted.`, () => void restore(), 9000)
    reload()
  }
  return (
    <div class="row wrap no-print">
      <Button icon="pen" aria-label={`Change ${goal.name}`} onClick={() => edit(goal)}>
        Change
      </Button>
      <Button
        disabled={busy}
        aria-label={`${goal.closed_at ? 'Open' : 'Close'} ${goal.name}`}
        onClick={() => void close(!goal.closed_at)}
      >
        {goal.closed_at ? 'Open again' : 'Close'}
      </Button>
      <Button
        look="plain"
        icon="trash"
        disabled={busy}
        aria-label={`Delete ${goal.name}`}
        onClick={() => void remove()}
      >
        Delete
      </Button>
    </div>
  )
}
