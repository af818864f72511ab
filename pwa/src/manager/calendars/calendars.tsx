import { useState } from 'preact/hooks'
import { DETAILS, Feeds, readWords } from '../../feeds/feeds.tsx'
import { Button } from '../../ui/button.tsx'
import { t } from '../../ui/t.ts'
import type { AccountRow } from '../../wire.ts'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { nowMs } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Shown } from '../ui/pieces.tsx'
import type { TeamFeed } from '../wire.ts'

/** The team's visits in any calendar, and by what the reps' own addresses are read. */
export function Calendars() {
  const feeds = useRemote('team feeds', api.teamFeeds)
  return (
    <>
      <section class="card stack">
        <h2>The team in your calendar</h2>
        <p class="quiet">
          A secret address with the visits of all your reps: each has a category and a colour.
          Planned visits are tentative, those held, agreed or of today are firm.
        </p>
        <Feeds kind="team" now={nowMs()} />
      </section>
      <section class="card stack">
        <h2>Calendars of your reps</h2>
        <p class="quiet small">
          That they exist, never their addresses. A lost phone ends them all: signed-in devices.
        </p>
        <Shown of={feeds} label="Looking up calendars">
          {({ items }) => <RepFeeds items={items} />}
        </Shown>
      </section>
    </>
  )
}

function RepFeeds({ items }: { items: readonly TeamFeed[] }) {
  if (items.length === 0) return <p class="quiet">No rep has subscribed yet.</p>
  return (
    <ul class="settings">
      {items.map((feed, at) => (
        <li key={`${feed.rep_id} ${at}`}>
          <div class="grow">
            <strong>{feed.rep}</strong>
            <p class="quiet small">{`${shows(feed)} \u00b7 ${readWords(feed, nowMs())}`}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}

function shows({ kind, detail }: TeamFeed): string {
  const known = DETAILS.find((one) => one === detail) ?? 'full'
  const words = t(`settings.detail.${known}`)
  return kind === 'account' ? `One account: ${words}` : words
}

/** One account's visits in any calendar, opened from the account. */
export function SubscribeButton({ account }: { account: Pick<AccountRow, 'id' | 'name'> }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon="calendar" onClick={() => setOpen(true)}>
        In a calendar
      </Button>
      {open && (
        <Drawer title={account.name} lead={t('feed.account_lead')} onClose={() => setOpen(false)}>
          <Feeds kind="account" accountId={account.id} now={nowMs()} />
        </Drawer>
      )}
    </>
  )
}
