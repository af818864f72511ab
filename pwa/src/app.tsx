/** The frame around every screen: status, demo notice, the screen itself, the bar below. */

import { effect, signal } from '@preact/signals'
import { Component, type ComponentChildren } from 'preact'
import { updateReady } from './install.ts'
import * as phone from './phone.ts'
import { hash, isForm, type Route, route } from './router.ts'
import * as screens from './screens/lazy.tsx'
import { TodayScreen } from './screens/today/today.tsx'
import { VisitScreen } from './screens/visit/visit.tsx'
import { Button } from './ui/button.tsx'
import { clock, date } from './ui/format.ts'
import { Icon, type IconName } from './ui/icon.tsx'
import { Banner, EmptyState, Skeleton } from './ui/pieces.tsx'
import { type Key, t } from './ui/t.ts'
import { Toasts } from './ui/toast.tsx'

/** The life of the service worker is nothing the first screen needs. */
const update = () => import('./worker-life.ts')

export const where = signal<Route>(route(location.hash))

export function followHash(): void {
  addEventListener('hashchange', () => {
    where.value = route(location.hash)
    scrollTo(0, 0)
  })
  effect(() => {
    if (phone.phase.value === 'outdated') void update().then((worker) => worker.checkForUpdate())
  })
}

export function App() {
  return (
    <Safe>
      <Frame />
      <Toasts />
    </Safe>
  )
}

function Frame() {
  switch (phone.state.value) {
    case 'opening':
      return (
        <main class="screen" id="main">
          <Skeleton label={t('app.loading')} />
        </main>
      )
    case 'broken':
      return (
        <main class="screen" id="main">
          <EmptyState icon="warning" title={t('app.storage_failed')} />
        </main>
      )
    case 'closed':
      return <screens.SignInScreen />
    default:
      return phone.person.value?.role === 'rep' ? (
        <Signed at={where.value} />
      ) : (
        <screens.NotRepScreen at={where.value} />
      )
  }
}

function Signed({ at }: { at: Route }) {
  if (at.screen === 'sign-in') return <screens.SignInScreen />
  return (
    <>
      <StatusBar />
      <Notices at={at} />
      <Screen at={at} />
      <Nav at={at} />
    </>
  )
}

function Screen({ at }: { at: Route }) {
  switch (at.screen) {
    case 'week':
      return <screens.WeekScreen on={at.on} />
    case 'map':
      return <screens.MapScreen />
    case 'accounts':
      return <screens.AccountsScreen />
    case 'account':
      return <screens.AccountScreen id={at.id} />
    case 'visit':
      return <VisitScreen id={at.id} />
    case 'report':
      return <screens.ReportScreen key={at.visit} visitId={at.visit} accountId={null} />
    case 'report-extra':
      return <screens.ReportScreen key={at.account} visitId={null} accountId={at.account} />
    case 'find-day':
      return <screens.FindDayScreen id={at.id} />
    case 'nearby':
      return <screens.NearbyScreen />
    case 'late':
      return <screens.LateScreen />
    case 'order':
      return <screens.OrderScreen />
    case 'close':
      return <screens.CloseScreen />
    case 'prospect':
      return <screens.ProspectScreen />
    case 'settings':
      return <screens.SettingsScreen />
    case 'outbox':
      return <screens.OutboxScreen />
    default:
      return <TodayScreen />
  }
}

// --- status: always in words ---------------------------------------------------------------------

/** Where the person's work is: on this phone, on its way, refused. A tap opens the outbox. */
function StatusBar() {
  const { icon, text, to, tone } = status()
  const { notice, demo } = phone.me.value ?? phone.person.value ?? { notice: '', demo: false }
  return (
    <header class="status-bar">
      <a class={`status ${tone}`} href={to} aria-label={`${text}. ${t('status.open_outbox')}`}>
        <Icon name={icon} />
        <span role="status">{text}</span>
      </a>
      <a class="gear" href={hash({ screen: 'settings' })} aria-label={t('nav.settings')}>
        <Icon name="settings" />
      </a>
      {demo && (
        <p class="demo small number" title={notice}>
          {t('app.demo', {
            date: date(phone.today.value),
            time: clock(phone.local.value.s),
          })}
        </p>
      )}
    </header>
  )
}

interface Status {
  icon: IconName
  text: string
  to: string
  tone: string
}

function status(): Status {
  const { waiting, refused } = phone.waiting.value
  const to = hash({ screen: 'outbox' })
  const signedOut = phone.phase.value === 'signed-out' || phone.phase.value === 'wiped'
  if (signedOut) {
    const text = t('status.signed_out')
    return { icon: 'warning', text, to: hash({ screen: 'sign-in' }), tone: 'bad' }
  }
  const offline = phone.phase.value === 'offline'
  const parts: string[] = []
  if (offline) parts.push(t('status.offline'))
  if (phone.phase.value === 'failed') parts.push(t('status.failed'))
  if (phone.phase.value === 'outdated') parts.push(t('status.outdated'))
  if (refused > 0) parts.push(t('status.refused', { count: refused }))
  if (waiting > 0) parts.push(t('status.waiting', { count: waiting }))
  parts.push(t(parts.length > 0 ? 'status.saved_too' : 'status.saved'))
  const text = parts.join(' \u00b7 ')
  if (refused > 0) return { icon: 'warning', text, to, tone: 'bad' }
  if (offline) return { icon: 'offline', text, to, tone: 'warn' }
  return { icon: waiting > 0 ? 'upload' : 'saved', text, to, tone: '' }
}

function Notices({ at }: { at: Route }) {
  // An update reloads the page: never while somebody writes.
  if (!updateReady.value || isForm(at)) return null
  return (
    <div class="notices">
      <Banner
        tone="accent"
        icon="refresh"
        action={
          <Button look="plain" onClick={() => void update().then((worker) => worker.takeUpdate())}>
            {t('app.reload')}
          </Button>
        }
      >
        {t('app.update')}
      </Banner>
    </div>
  )
}

// --- the bar below ---------------------------------------------------------------------------------

const TABS: readonly { screen: 'today' | 'map' | 'accounts' | 'week'; icon: IconName }[] = [
  { screen: 'today', icon: 'today' },
  { screen: 'map', icon: 'map' },
  { screen: 'accounts', icon: 'accounts' },
  { screen: 'week', icon: 'week' },
]

const UNDER: Partial<Record<Route['screen'], string>> = {
  account: 'accounts',
  visit: 'today',
  'find-day': 'today',
  nearby: 'today',
  late: 'today',
  order: 'today',
  close: 'today',
  prospect: 'accounts',
  report: 'today',
  'report-extra': 'accounts',
}

function Nav({ at }: { at: Route }) {
  const current = UNDER[at.screen] ?? at.screen
  return (
    <nav class="tabs" aria-label={t('nav.label')}>
      {TABS.map(({ screen, icon }) => (
        <a
          key={screen}
          href={screen === 'week' ? '#/week' : hash({ screen })}
          aria-current={current === screen ? 'page' : undefined}
        >
          <Icon name={icon} />
          <span>{t(`nav.${screen}` as Key)}</span>
        </a>
      ))}
    </nav>
  )
}

/** A screen that breaks must not look like lost work. */
class Safe extends Component<{ children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false }

  static override getDerivedStateFromError() {
    return { broken: true }
  }

  override componentDidCatch(error: unknown) {
    console.error(error)
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return (
      <main class="screen" id="main">
        <EmptyState icon="warning" title={t('app.broken')}>
          <Button look="primary" onClick={() => location.replace('/')}>
            {t('app.reload')}
          </Button>
        </EmptyState>
      </main>
    )
  }
}
