import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { Banner } from '../../ui/pieces.tsx'
import { toast } from '../../ui/toast.tsx'
import { useRemote } from '../remote.ts'
import { today } from '../session.ts'
import { useAct } from '../ui/use-act.ts'
import type { Rep } from '../wire.ts'
import * as api from './api.ts'
import type { Invitation } from './wire.ts'

/** A link that was just made: nobody can show it again. */
export function FreshLink({ invitation }: { invitation: Invitation }) {
  const { link, person, expires_at } = invitation
  if (!link) return null
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link)
      toast('Copied. Send it to nobody else.')
    } catch {
      toast(
        'This browser does not let pages copy: select the link and copy it yourself.',
        null,
        9000,
      )
    }
  }
  return (
    <section class="stack" aria-live="polite">
      <Banner tone="info" icon="mail">
        Send this link to {person}. It sets a password once
        {expires_at && <>, until {date(expires_at.slice(0, 10), today.value)}</>}, and is shown only
        now.
      </Banner>
      <code class="invite-link">{link}</code>
      <div>
        <Button icon="copy" look="primary" onClick={() => void copy()}>
          Copy the link
        </Button>
      </div>
    </section>
  )
}

/** How somebody gets in: the state of the link, a new one, an end to it. */
export function LinkPart({ rep }: { rep: Rep }) {
  const waiting = useRemote(`invitations ${rep.id}`, api.invitations)
  const [fresh, show] = useState<Invitation | null>(null)
  const { busy, act } = useAct()
  const mine = waiting.data?.items.find((one) => one.person_id === rep.id) ?? null
  useEffect(() => {
    if (!rep.active) show(null)
  }, [rep.active])
  const renew = async () => {
    const made = await act(() => api.renew(rep.id))
    if (!made) return
    show(made.data)
    waiting.reload()
  }
  const revoke = async () => {
    if (!(await act(() => api.revoke(rep.id)))) return
    show(null)
    waiting.reload()
    toast('The link is dead.')
  }
  return (
    <section class="stack">
      <h3>Getting in</h3>
      <p class="quiet">{linkWords(mine)}</p>
      {fresh && <FreshLink invitation={fresh} />}
      <div class="row wrap">
        <Button icon="mail" disabled={busy || !rep.active} onClick={() => void renew()}>
          {mine?.id ? 'Make a new link' : 'Make a link that sets the password'}
        </Button>
        {mine?.id && (
          <Button disabled={busy} onClick={() => void revoke()}>
            Take the link back
          </Button>
        )}
      </div>
    </section>
  )
}

function linkWords(mine: Invitation | null): string {
  if (mine === null) return 'Signs in with a password. A link lets them set a new one.'
  if (mine.id === null) return 'Has no password and no link: cannot sign in yet.'
  return `A link is good until ${date(mine.expires_at?.slice(0, 10) ?? '', today.value)}.`
}
