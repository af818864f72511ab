import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import type { Route } from '../router.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, Skeleton } from '../ui/pieces.tsx'
import { loadMoreTexts, t } from '../ui/t.ts'
import type { TodaySheetProps } from './today/sheets.tsx'

type Loader = () => Promise<void>

/** What fetches the screens that the first load leaves out. */
const loaders: Loader[] = []

/**
 * A screen with a file of its own, so that the first load stays small.
 *
 * Its file comes right after the first screen is shown and is stored by the service worker:
 * offline it is there.
 */
function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Waiting: ComponentType<{ failed: boolean }> = WaitingScreen,
): ComponentType<P> {
  const screen: Signal<ComponentType<P> | null> = signal(null)
  const failed = signal(false)
  const fetchIt = async () => {
    if (screen.value) return
    try {
      const [found] = await Promise.all([load(), loadMoreTexts(), import('./more.ts')])
      screen.value = found
    } catch {
      failed.value = true
    }
  }
  loaders.push(fetchIt)
  return (props: P) => {
    const Screen = screen.value
    if (Screen) return <Screen {...props} />
    if (!failed.value) void fetchIt()
    return <Waiting failed={failed.value} />
  }
}

function WaitingScreen({ failed }: { failed: boolean }) {
  return (
    <main class="screen" id="main">
      {failed ? <Missing /> : <Skeleton label={t('app.loading')} />}
    </main>
  )
}

/** A part of a screen takes no room until it is there. */
function Nothing() {
  return null
}

/** The file belongs to a version that is gone from the server: the newest page has its own. */
function Missing() {
  return (
    <EmptyState icon="offline" title={t('app.broken')}>
      <Button onClick={() => location.reload()}>{t('app.reload')}</Button>
    </EmptyState>
  )
}

/** Fetches all of them, one after the other, once the first screen stands. */
export async function loadScreens(): Promise<void> {
  for (const load of loaders) await load()
}

export const AccountScreen = lazy<{ id: string }>(
  async () => (await import('./account/account.tsx')).AccountScreen,
)
export const AccountsScreen = lazy(
  async () => (await import('./accounts/accounts.tsx')).AccountsScreen,
)
export const TodaySheet = lazy<TodaySheetProps>(
  async () => (await import('./today/sheets.tsx')).TodaySheet,
  Nothing,
)
export const FreeStrip = lazy(
  async () => (await import('./nearby/free-strip.tsx')).FreeStrip,
  Nothing,
)
export const InstallCard = lazy(
  async () => (await import('./today/install-card.tsx')).InstallCard,
  Nothing,
)
export const ReportScreen = lazy<{ visitId: string | null; accountId: string | null }>(
  async () => (await import('./report/report.tsx')).ReportScreen,
)
export const SignInScreen = lazy(async () => (await import('./sign-in/sign-in.tsx')).SignInScreen)
export const NearbyScreen = lazy(async () => (await import('./nearby/nearby.tsx')).NearbyScreen)
export const FindDayScreen = lazy<{ id: string }>(
  async () => (await import('./find-day/find-day.tsx')).FindDayScreen,
)
export const LateScreen = lazy(async () => (await import('./late/late.tsx')).LateScreen)
export const OrderScreen = lazy(async () => (await import('./order/order.tsx')).OrderScreen)
export const CloseScreen = lazy(async () => (await import('./close/close.tsx')).CloseScreen)
export const ProspectScreen = lazy(
  async () => (await import('./prospect/prospect.tsx')).ProspectScreen,
)
export const MapScreen = lazy(async () => (await import('./map/map.tsx')).MapScreen)
export const WeekScreen = lazy<{ on: string | null }>(
  async () => (await import('./week/week.tsx')).WeekScreen,
)
export const LinkedVisitScreen = lazy<{ id: string }>(
  async () => (await import('./visit/linked.tsx')).LinkedVisitScreen,
)
export const NotRepScreen = lazy<{ at: Route }>(
  async () => (await import('./not-rep/not-rep.tsx')).NotRepScreen,
)
export const OutboxScreen = lazy(async () => (await import('./outbox/outbox.tsx')).OutboxScreen)
export const SettingsScreen = lazy(
  async () => (await import('./settings/settings.tsx')).SettingsScreen,
)
