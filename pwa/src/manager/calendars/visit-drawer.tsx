import { becameWords, isOver } from '../../feeds/became.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { clock, date } from '../../ui/format.ts'
import { Facts } from '../../ui/pieces.tsx'
import { navigationApp, navigationUrl } from '../../ui/preferences.ts'
import type { Became, Id } from '../../wire.ts'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { href, open } from '../router.ts'
import { today } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Shown } from '../ui/pieces.tsx'

/** A visit from a calendar's link, over whatever screen: what became of it, and where to go on. */
export function VisitDrawer({ id, onClose }: { id: Id; onClose: () => void }) {
  const visit = useRemote(`visit ${id}`, () => api.became(id))
  return (
    <Drawer title={visit.data?.account ?? 'Visit'} lead={visit.data?.rep} onClose={onClose}>
      <Shown of={visit} label="Looking up the visit">
        {(data) => <Body visit={data} />}
      </Shown>
    </Drawer>
  )
}

function Body({ visit }: { visit: Became }) {
  const { lat, lon } = visit
  return (
    <div class="stack">
      {isOver(visit) && <p class="why-sentence">{becameWords(visit, today.value)}</p>}
      <Facts of={facts(visit)} />
      <div class="row wrap">
        <Button look="primary" onClick={() => open({ visit: null, account: visit.account_id })}>
          Open the account
        </Button>
        <LinkButton icon="plan" href={href('plans', { rep: visit.rep_id })}>
          Plan of {visit.rep}
        </LinkButton>
        {lat !== null && lon !== null && (
          <LinkButton
            icon="navigate"
            href={navigationUrl(navigationApp.value, lat, lon)}
            target="_blank"
            rel="noopener"
          >
            Navigate
          </LinkButton>
        )}
        {visit.phone && (
          <LinkButton icon="call" href={`tel:${visit.phone}`}>
            Call
          </LinkButton>
        )}
        {visit.next_id && isOver(visit) && (
          <Button icon="calendar" onClick={() => open({ visit: visit.next_id })}>
            Next visit
          </Button>
        )}
      </div>
      {visit.state === 'open' && (
        <p class="quiet small">
          {visit.rep} moves, holds or skips it on the phone; a change of the account here is planned
          for at once.
        </p>
      )}
    </div>
  )
}

function facts(visit: Became) {
  const at = visit.start_s === null ? 'call, any time' : clock(visit.start_s)
  return [
    ['Planned for', `${date(visit.on, today.value)}, ${at}`],
    ['Address', visit.address],
    ['Phone', visit.phone],
  ] as const
}
