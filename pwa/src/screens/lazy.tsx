import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { Button } from '../ui/button.tsx'
import { EmptyState, Skeleton } from '../ui/pieces.tsx'
import { loadMoreTexts, t } from '../ui/t.ts'

type Loader = () => Promise<void>

/** What fetches the screens that the first load leaves out. */
const loaders: Loader[] = []

/**
 * A screen with a file of its own, so that the first load stays small.
 *
 * Its file comes right after the first screen is shown and is stored by the service worker:
 * offline it is there.
 */
function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const screen: Signal<ComponentType<P> | null> = signal(null)
  const failed = signal(false)
  const fetchIt = async () => {
    if (screen.value) return
    try {
      const [found] = await Promise.all([load(), loadMoreTexts()])
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
    return (
      <main class="screen" id="main">
        {failed.value ? <Missing /> : <Skeleton label={t('app.loading')} />}
      </main>
    )
  }
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
export const WeekScreen = lazy<{ on: string | null }>(
  async () => (await import('./week/week.tsx')).WeekScreen,
)
export const OutboxScreen = lazy(async () => (await import('./outbox/outbox.tsx')).OutboxScreen)
export const SettingsScreen = lazy(
  async () => (await import('./settings/settings.tsx')).SettingsScreen,
)
