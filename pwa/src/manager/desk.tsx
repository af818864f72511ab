import { useEffect } from 'preact/hooks'
import { Button, LinkButton } from '../ui/button.tsx'
import { EmptyState, Skeleton } from '../ui/pieces.tsx'
import { Toasts } from '../ui/toast.tsx'
import { AccountDrawer } from './accounts/account-drawer.tsx'
import { AccountsScreen } from './accounts/accounts.tsx'
import { BoardScreen } from './board/board.tsx'
import { VisitDrawer } from './calendars/visit-drawer.tsx'
import { FieldScreen } from './field/field.tsx'
import { ImportScreen } from './import/import.tsx'
import { lazy } from './lazy.tsx'
import { PeopleScreen } from './people/people.tsx'
import { PlansScreen } from './plans/plans.tsx'
import { open, route, type Screen } from './router.ts'
import { epoch, mayManage, person, refreshAbout, signOut, start, state } from './session.ts'
import { SettingsScreen } from './settings/settings.tsx'
import { Rail, TopBar } from './shell.tsx'
import { SignIn } from './sign-in.tsx'
import { undoByKey } from './undo-key.ts'

const ResultsScreen = lazy(
  () => import('./results/results.tsx').then((file) => file.ResultsScreen),
  'Results',
)
const GoalsScreen = lazy(
  () => import('./goals/goals.tsx').then((file) => file.GoalsScreen),
  'Goals',
)

const ClassesScreen = lazy(
  () => import('./classes/classes.tsx').then((file) => file.ClassesScreen),
  'Classes',
)

const WelcomeScreen = lazy(
  () => import('./people/welcome.tsx').then((file) => file.WelcomeScreen),
  'Your invitation',
)
const SeasonsScreen = lazy(
  () => import('./seasons/seasons.tsx').then((file) => file.SeasonsScreen),
  'Seasons',
)

const MondayScreen = lazy(
  () => import('./monday/monday.tsx').then((file) => file.MondayScreen),
  'This week',
)
const ExceptionsScreen = lazy(
  () => import('./exceptions/exceptions.tsx').then((file) => file.ExceptionsScreen),
  'Exceptions',
)
const DigestScreen = lazy(
  () => import('./digest/digest.tsx').then((file) => file.DigestScreen),
  'The week in a page',
)

const CLOCK_MS = 60_000

export function Desk() {
  useEffect(() => {
    const timer = setInterval(() => void refreshAbout(), CLOCK_MS)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    addEventListener('keydown', undoByKey)
    return () => removeEventListener('keydown', undoByKey)
  }, [])
  return (
    <div class="desk">
      <Inside />
      <Toasts />
    </div>
  )
}

function Inside() {
  if (route.value.screen === 'invitation') return <WelcomeScreen />
  if (state.value === 'opening') return <Opening />
  if (state.value === 'unreached') return <Unreached />
  const who = person.value
  if (state.value === 'closed' || !who) return <SignIn />
  if (!mayManage(who)) return <WrongDoor name={who.name} rep={who.role === 'rep'} />
  const { screen, query } = route.value
  return (
    <div class="frame">
      <button type="button" class="skip-link" onClick={toMain}>
        Skip to the content
      </button>
      <Rail />
      <div class="stage">
        <TopBar who={who} />
        <main id="main" class="main" tabIndex={-1} key={`${screen}${epoch.value}`}>
          {show(screen)}
        </main>
      </div>
      {query.account && (
        <AccountDrawer
          key={query.account}
          id={query.account}
          onClose={() => open({ account: null })}
        />
      )}
      {query.visit && (
        <VisitDrawer key={query.visit} id={query.visit} onClose={() => open({ visit: null })} />
      )}
    </div>
  )
}

/** A button, not a link: the hash belongs to the router. */
function toMain() {
  document.getElementById('main')?.focus()
}

function show(screen: Screen) {
  switch (screen) {
    case 'monday':
      return <MondayScreen />
    case 'exceptions':
      return <ExceptionsScreen />
    case 'digest':
      return <DigestScreen />
    case 'board':
      return <BoardScreen />
    case 'field':
      return <FieldScreen />
    case 'accounts':
      return <AccountsScreen />
    case 'plans':
      return <PlansScreen />
    case 'results':
      return <ResultsScreen />
    case 'goals':
      return <GoalsScreen />
    case 'classes':
      return <ClassesScreen />
    case 'seasons':
      return <SeasonsScreen />
    case 'import':
      return <ImportScreen />
    case 'invitation':
      return null
    case 'people':
      return <PeopleScreen />
    case 'settings':
      return <SettingsScreen />
  }
}

function Opening() {
  return (
    <main class="main">
      <Skeleton label="Opening the desk" />
    </main>
  )
}

function Unreached() {
  return (
    <main class="main">
      <EmptyState
        icon="offline"
        title="The server cannot be reached."
        text="Check the connection, or whether Rounds is running."
      >
        <Button icon="refresh" look="primary" onClick={() => void start()}>
          Try again
        </Button>
      </EmptyState>
    </main>
  )
}

/** A rep who follows a manager's calendar link sees that visit in the app. */
function toPhone(): string {
  const { visit } = route.value.query
  return visit ? `/#/visit/${visit}` : '/'
}

function WrongDoor({ name, rep }: { name: string; rep: boolean }) {
  const text = rep
    ? `${name}, your day is in the phone app.`
    : `${name}, only managers and admins work at the desk.`
  return (
    <main class="main">
      <EmptyState icon="person" title="This is the managers' desk." text={text}>
        {rep && (
          <LinkButton href={toPhone()} look="primary">
            Open the phone app
          </LinkButton>
        )}
        <Button onClick={() => void signOut()}>Sign in as someone else</Button>
      </EmptyState>
    </main>
  )
}
