import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { ago } from '../../ui/format.ts'
import { Confirm } from '../../ui/sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { nowMs } from '../session.ts'
import { useAct } from '../ui/use-act.ts'
import type { KeptAside } from '../wire.ts'
import { described, title } from './kept-aside.ts'

/** What lost phones still sent. Nothing of it counts before a manager has said so. */
export function LostPhones() {
  const kept = useRemote('kept aside', api.keptAside)
  const [discarding, discard] = useState<KeptAside | null>(null)
  const { busy, act } = useAct()
  const items = kept.data?.items ?? []
  const settle = async (ask: Parameters<typeof act>[0], said: string) => {
    discard(null)
    if (!(await act(ask))) return
    toast(said)
    kept.reload()
  }
  if (kept.failure) return <p class="quiet">{kept.failure}</p>
  if (items.length === 0) return null
  return (
    <section class="card stack">
      <h2>{title(items)}</h2>
      <p class="quiet small">
        Sent after the phone was reported lost, so perhaps not by the rep: ask before you apply it.
      </p>
      <ul class="settings">
        {items.map((row) => (
          <li key={row.id}>
            <div class="grow">
              <strong>{row.account || 'No account of this team'}</strong>
              <p class="small">{described(row)}</p>
              <p class="quiet small">
                {[row.rep, row.device, `arrived ${ago(Date.parse(row.kept_at), nowMs())}`]
                  .filter(Boolean)
                  .join(' \u00b7 ')}
              </p>
            </div>
            <div class="row wrap">
              <Button
                disabled={busy}
                onClick={() => void settle(() => api.applyKept(row.id), `Applied for ${row.rep}.`)}
              >
                Apply as {row.rep}
              </Button>
              <Button look="danger" disabled={busy} onClick={() => discard(row)}>
                Discard
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {discarding && (
        <Confirm
          title="Discard this?"
          text={`${described(discarding)}. It is deleted for good; the log says that you did so.`}
          yes="Discard"
          danger
          onYes={() => void settle(() => api.discardKept(discarding.id), 'Discarded.')}
          onNo={() => discard(null)}
        />
      )}
    </section>
  )
}
