/** What is asked about a stop of today: why, missed, skip, hold; and what changed since yesterday. */

import type { Day, StopView } from '../../day.ts'
import * as phone from '../../phone.ts'
import { date } from '../../ui/format.ts'
import { Chip } from '../../ui/pieces.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { t, word } from '../../ui/t.ts'
import { changeWords } from '../../ui/whys.ts'
import type { Change } from '../../wire.ts'
import { HoldSheet } from './hold.tsx'
import { MissedSheet } from './missed.tsx'
import { SkipSheet } from './skip.tsx'
import type { Asked } from './today.tsx'
import { WhySheet } from './why.tsx'

export interface TodaySheetProps {
  asked: NonNullable<Asked>
  day: Day
  ask: (what: Asked) => void
}

export function TodaySheet({ asked, day, ask }: TodaySheetProps) {
  const close = () => ask(null)
  if (asked.of === 'changes') return <ChangesSheet onClose={close} />
  const stop = [...day.stops, ...day.calls].find(({ visit }) => visit.id === asked.visit)
  if (!stop) return null
  const props = { stop, day, ask, onClose: close }
  switch (asked.of) {
    case 'missed':
      return <MissedSheet {...props} />
    case 'skip':
      return <SkipSheet {...props} />
    case 'hold':
      return <HoldSheet {...props} />
    default:
      return <WhySheet {...props} />
  }
}

export interface StopSheetProps {
  stop: StopView
  day: Day
  ask: (what: Asked) => void
  onClose: () => void
}

function ChangesSheet({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={t('changes.title')} onClose={onClose}>
      <ul class="stack">
        {phone.changesToday.value.map((change) => (
          <ChangeRow key={`${change.account_id} ${change.kind}`} change={change} />
        ))}
      </ul>
    </Sheet>
  )
}

function ChangeRow({ change }: { change: Change }) {
  const today = phone.today.value
  const from = change.before && change.before !== today ? date(change.before, today) : ''
  const to = change.after && change.after !== today ? date(change.after, today) : ''
  return (
    <li>
      <div class="row wrap">
        <strong>{change.account}</strong>
        <Chip tone={change.kind === 'dropped' ? 'warn' : 'info'}>
          {word('change', change.kind)}
        </Chip>
      </div>
      <p class="quiet">
        {[
          from && t('changes.from', { date: from }),
          to && t('changes.to', { date: to }),
          changeWords(change),
        ]
          .filter(Boolean)
          .join(' \u00b7 ')}
      </p>
    </li>
  )
}
