import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Drawer } from '../ui/drawer.tsx'
import { Input } from '../ui/pieces.tsx'

interface ReasonProps {
  title: string
  lead: string
  /** What the button does. */
  action: string
  busy: boolean
  onGive: (why: string) => void
  onClose: () => void
}

const SHORTEST = 3

/** Asks for a reason: what others will wonder about is never done without one. */
export function ReasonDrawer({ title, lead, action, busy, onGive, onClose }: ReasonProps) {
  const [why, setWhy] = useState('')
  const ready = why.trim().length >= SHORTEST
  return (
    <Drawer title={title} lead={lead} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) onGive(why.trim())
        }}
      >
        <Input label="Reason" value={why} hint="It stays to be read." onInput={setWhy} />
        <Button look="primary" type="submit" disabled={!ready || busy}>
          {action}
        </Button>
      </form>
    </Drawer>
  )
}
