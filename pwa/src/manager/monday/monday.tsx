import { Fragment } from 'preact'
import { EmptyState } from '../../ui/pieces.tsx'
import { lazy } from '../lazy.tsx'
import { useRemote } from '../remote.ts'
import { choose, href, open, route } from '../router.ts'
import { today } from '../session.ts'
import { Page, Shown, Tabs } from '../ui/pieces.tsx'
import * as api from './api.ts'
import { BehindList } from './behind-list.tsx'
import { Decisions } from './decisions.tsx'
import './monday.css'
import { Reps } from './rep-table.tsx'
import type { Fact, Monday } from './wire.ts'
import { behind } from './words.ts'

const POLL_MS = 60_000

const VIEWS = [
  ['week', 'This week'],
  ['map', 'Map'],
  ['heat', 'Class and tier'],
] as const

const Around = lazy(async () => (await import('./around.tsx')).Around, 'the board')

/** The desk's first screen: one sentence, the reps, the few things to decide, the list behind. */
export function MondayScreen() {
  const { query } = route.value
  const view = VIEWS.find(([name]) => name === query.view)?.[0] ?? 'week'
  const monday = useRemote(`monday ${today.value}`, api.monday, POLL_MS)
  return (
    <Page title="This week" lead={monday.data && <Sentence facts={monday.data.sentence} />}>
      <div class="stack monday">
        <Tabs
          label="Show"
          tabs={VIEWS}
          value={view}
          onChange={(next) => choose({ view: next === 'week' ? null : next })}
        />
        {view === 'week' ? (
          <Shown of={monday} label="Looking at the week">
            {(data) => <Week data={data} onDone={monday.reload} />}
          </Shown>
        ) : (
          <Around view={view} />
        )}
      </div>
    </Page>
  )
}

/** Facts with their lists: the whole state of the team in one line. */
function Sentence({ facts }: { facts: readonly Fact[] }) {
  return (
    <span class="monday-sentence">
      {facts.map((fact, at) => (
        <Fragment key={fact.text}>
          {at > 0 && ', '}
          <FactLink of={fact} first={at === 0} />
        </Fragment>
      ))}
      .
    </span>
  )
}

function FactLink({ of, first }: { of: Fact; first: boolean }) {
  const text = first ? of.text.charAt(0).toUpperCase() + of.text.slice(1) : of.text
  if (of.screen) return <a href={href(of.screen, of.query)}>{text}</a>
  const show = () => open({ view: null, list: of.list, class: of.only_class || null, rep: null })
  return (
    <button type="button" class="link" onClick={show}>
      {text}
    </button>
  )
}

function Week({ data, onDone }: { data: Monday; onDone: () => void }) {
  const { query } = route.value
  const list = behind(data, query)
  return (
    <div class="monday-columns">
      <div class="stack">
        {data.reps.length > 0 ? <Reps reps={data.reps} /> : <NoReps />}
        {list ? (
          <BehindList of={list} name={query.list ?? ''} />
        ) : (
          <p class="quiet small">Click a number, and what it is made of stands here.</p>
        )}
      </div>
      <Decisions data={data} onDone={onDone} />
    </div>
  )
}

function NoReps() {
  return (
    <EmptyState
      icon="people"
      title="There is no rep in your team yet."
      text="Invite them, and the week fills by itself."
    >
      <a class="button primary" href={href('people')}>
        Invite a rep
      </a>
    </EmptyState>
  )
}
