import { useState } from 'preact/hooks'
import { Button, LinkButton } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { Chip, EmptyState } from '../../ui/pieces.tsx'
import * as api from '../monday/api.ts'
import { ItemTable } from '../monday/behind-list.tsx'
import '../monday/monday.css'
import { bringBack, Snooze } from '../monday/snooze.tsx'
import type { Exception } from '../monday/wire.ts'
import { useRemote } from '../remote.ts'
import { choose, href, route } from '../router.ts'
import { today } from '../session.ts'
import { Page, Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { useAct } from '../ui/use-act.ts'
import './exceptions.css'

const POLL_MS = 60_000

/** Every threshold that is crossed, once, with the place to act; what was set aside below. */
export function ExceptionsScreen() {
  const found = useRemote(`exceptions ${today.value}`, api.exceptions, POLL_MS)
  return (
    <Page
      title="Exceptions"
      lead="What crossed a threshold or waits for you: the weightiest first, each with its action."
      actions={<a href={href('digest')}>The week in a page</a>}
    >
      <Shown of={found} label="Looking for exceptions">
        {({ items, snoozed }) => (
          <div class="stack exceptions">
            {items.length === 0 ? (
              <EmptyState
                icon="check"
                title="Nothing is out of the ordinary."
                text="Thresholds are set under Settings, Rules."
              />
            ) : (
              <ul class="exception-list">
                {items.map((one) => (
                  <Row key={one.key} of={one} onDone={found.reload} />
                ))}
              </ul>
            )}
            <Aside of={snoozed} onDone={found.reload} />
          </div>
        )}
      </Shown>
    </Page>
  )
}

interface RowProps {
  of: Exception
  onDone: () => void
}

function Row({ of, onDone }: RowProps) {
  const shown = route.value.query.list === of.key
  return (
    <li class="card exception">
      <div class="grow stack tight">
        <div class="row wrap">
          <h2>{of.title}</h2>
          <Chip tone={of.waiting ? 'info' : 'warn'}>{of.waiting ? 'waits' : of.figure}</Chip>
        </div>
        <p>{of.why}</p>
        <p class="small quiet">{of.effect}</p>
      </div>
      <div class="row wrap exception-acts">
        {of.items.length > 0 && (
          <Button
            look="plain"
            aria-expanded={shown}
            onClick={() => choose({ list: shown ? null : of.key })}
          >
            {shown ? 'Hide' : `Show the ${of.items.length}`}
          </Button>
        )}
        <Snooze of={of} onDone={onDone} />
        <LinkButton href={href(of.screen, of.query)}>{of.action}</LinkButton>
      </div>
      {shown && (
        <div class="exception-items">
          <ItemTable items={of.items} label={of.title} name={of.kind} />
        </div>
      )}
    </li>
  )
}

const COLUMNS: readonly Column<Exception>[] = [
  { key: 'title', label: 'Exception', cell: (one) => one.title },
  { key: 'figure', label: 'Now', number: true, cell: (one) => one.figure },
  {
    key: 'until',
    label: 'Until',
    cell: (one) => (one.snoozed_until ? date(one.snoozed_until, today.value) : ''),
  },
  { key: 'why', label: 'Why', cell: (one) => one.snoozed_why },
]

function Aside({ of, onDone }: { of: readonly Exception[]; onDone: () => void }) {
  const { busy, act } = useAct()
  const [asked, ask] = useState('')
  if (of.length === 0) return null
  const back: Column<Exception> = {
    key: 'back',
    label: '',
    cell: (one) => (
      <Button
        look="plain"
        disabled={busy && asked === one.key}
        onClick={() => {
          ask(one.key)
          void bringBack(one, act, onDone)
        }}
      >
        Bring back
      </Button>
    ),
  }
  return (
    <section class="stack">
      <h2>Set aside</h2>
      <p class="quiet small">
        Each comes back on its date, or sooner when it is a quarter worse than it was.
      </p>
      <Table label="Set aside" columns={[...COLUMNS, back]} rows={of} id={(one) => one.key} />
    </section>
  )
}
