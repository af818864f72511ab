import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'

interface DrawerProps {
  title: string
  lead?: ComponentChildren
  wide?: boolean
  onClose: () => void
  children: ComponentChildren
}

/** A panel from the right over the screen: the browser's modal dialog, so Escape closes it. */
export function Drawer({ title, lead, wide, onClose, children }: DrawerProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const shown = dialog.current
    if (shown && !shown.open) shown.showModal()
    return () => shown?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key, and the browser handles it.
    <dialog
      class={wide ? 'drawer wide' : 'drawer'}
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
      <header class="drawer-head">
        <div class="grow">
          <h2>{title}</h2>
          {lead && <div class="quiet">{lead}</div>}
        </div>
        <Button look="plain" icon="cross" round aria-label="Close" onClick={onClose} />
      </header>
      <div class="drawer-body">{children}</div>
    </dialog>
  )
}
