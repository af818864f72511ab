import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { Button } from '../ui/button.tsx'
import { EmptyState, Skeleton } from '../ui/pieces.tsx'

/** A screen with a file of its own, fetched when it is first shown: the desk opens fast. */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  label: string,
): ComponentType<P> {
  const screen = signal<ComponentType<P> | null>(null)
  const failed = signal(false)
  const fetchIt = async () => {
    failed.value = false
    try {
      screen.value = await load()
    } catch {
      failed.value = true
    }
  }
  return (props: P) => {
    const Screen = screen.value
    if (Screen) return <Screen {...props} />
    if (failed.value) return <Missing label={label} />
    void fetchIt()
    return <Skeleton label={`Opening ${label}`} />
  }
}

/** Its file belongs to a version that is gone from the server, or the server is. */
function Missing({ label }: { label: string }) {
  return (
    <EmptyState icon="offline" title={`${label} could not be loaded.`}>
      <Button icon="refresh" onClick={() => location.reload()}>
        Load the page again
      </Button>
    </EmptyState>
  )
}
