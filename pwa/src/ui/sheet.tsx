import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from './button.tsx'
import { t } from './t.ts'

interface SheetProps {
  title: string
  onClose: () => void
  children: ComponentChildren
}

/**
 * A sheet from below, a dialog in the middle on wide screens.
 *
 * The browser's own modal dialog: it keeps the focus, Escape closes it, the rest is inert. The focus
 * goes back to what opened it: a dialog that has left the page does not do that by itself.
 */
export function Sheet({ title, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const [shown, before] = [dialog.current, document.activeElement]
    if (shown && !shown.open) shown.showModal()
    return () => {
      shown?.close()
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key, and the browser handles it.
    <dialog
      class="sheet"
      ref={dialog}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <div class="sheet-head">
        <h2>{title}</h2>
        <Button look="plain" icon="cross" round aria-label={t('app.close')} onClick={onClose} />
      </div>
      <div class="sheet-body">{children}</div>
    </dialog>
  )
}

interface ConfirmProps {
  title: string
  text: string
  yes: string
  danger?: boolean
  onYes: () => void
  onNo: () => void
}

/** A question before something that cannot be taken back. What can be is done, with an undo. */
export function Confirm({ title, text, yes, danger, onYes, onNo }: ConfirmProps) {
  return (
    <Sheet title={title} onClose={onNo}>
      <div class="stack">
        <p class="quiet">{text}</p>
        <Button look={danger ? 'danger' : 'primary'} wide onClick={onYes}>
          {yes}
        </Button>
        <Button wide onClick={onNo}>
          {t('app.cancel')}
        </Button>
      </div>
    </Sheet>
  )
}
