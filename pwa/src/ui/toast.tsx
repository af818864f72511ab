import { signal } from '@preact/signals'
import { Button } from './button.tsx'
import { t } from './t.ts'

export interface Toast {
  id: number
  text: string
  undo: (() => void) | null
}

const toasts = signal<Toast[]>([])
let last = 0

const SHOWN_MS = 5000

/** Says what was done; with `undo` for as long as it can simply be undone. */
export function toast(text: string, undo: (() => void) | null = null, ms = SHOWN_MS): void {
  const id = ++last
  // One at a time is enough for a small screen; the newest is what the person just did.
  toasts.value = [{ id, text, undo }]
  setTimeout(() => drop(id), ms)
}

function drop(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id)
}

/** Put once on the page: a live region that reads them out. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((one) => (
        <div class="toast" key={one.id}>
          <span>{one.text}</span>
          {one.undo && (
            <Button
              look="plain"
              icon="undo"
              onClick={() => {
                drop(one.id)
                one.undo?.()
              }}
            >
              {t('app.undo')}
            </Button>
          )}
        </div>
      ))}
    </div>
  )
}
