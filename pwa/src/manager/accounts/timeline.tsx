import { useState } from 'preact/hooks'
import { localTime } from '../../dates.ts'
import { clock, date } from '../../ui/format.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { EmptyState } from '../../ui/pieces.tsx'
import { useRemote } from '../remote.ts'
import { about, today } from '../session.ts'
import { Shown } from '../ui/pieces.tsx'
import * as api from './api.ts'
import { counts, KIND_WORDS, shown } from './timeline-kinds.ts'
import type { Timeline, TimelineEntry, TimelineKind } from './wire.ts'

const ICONS: Readonly<Record<TimelineKind, IconName>> = {
  visit: 'calendar',
  report: 'check',
  touch: 'mail',
  class: 'up',
  change: 'pen',
  planned: 'clock',
  word: 'person',
}

/** Everything known of an account, the latest first; kinds can be left out. */
export function TimelineTab({ id, rev }: { id: string; rev: number }) {
  const timeline = useRemote(`timeline ${id} ${rev}`, () => api.timeline(id))
  return (
    <Shown of={timeline} label="Looking up the timeline">
      {(data) =>
        data.items.length === 0 ? (
          <EmptyState icon="clock" title="Nothing happened here yet." />
        ) : (
          <Entries timeline={data} />
        )
      }
    </Shown>
  )
}

function Entries({ timeline }: { timeline: Timeline }) {
  const [out, leaveOut] = useState<ReadonlySet<TimelineKind>>(new Set())
  const toggle = (kind: TimelineKind) => {
    const next = new Set(out)
    if (!next.delete(kind)) next.add(kind)
    leaveOut(next)
  }
  const entries = shown(timeline.items, out)
  return (
    <div class="stack">
      <fieldset class="kinds">
        <legend class="visually-hidden">What is shown</legend>
        {counts(timeline.items).map(([kind, count]) => (
          <label class="tick small" key={kind}>
            <input type="checkbox" checked={!out.has(kind)} onChange={() => toggle(kind)} />
            <span>
              {KIND_WORDS[kind]} <b class="number">{count}</b>
            </span>
          </label>
        ))}
      </fieldset>
      <ol class="timeline">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {timeline.older > 0 && <p class="quiet small">{timeline.older} older ones are not shown.</p>}
    </div>
  )
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const ahead = entry.on > today.value
  const missed = entry.what.startsWith('Missed')
  return (
    <li class={`entry of-${entry.kind}${missed ? ' missed' : ''}${ahead ? ' ahead' : ''}`}>
      <span class="number when">
        {date(entry.on, today.value)}
        {entry.at && <span class="note small quiet">{timeOf(entry)}</span>}
      </span>
      <Icon name={missed ? 'cross' : ICONS[entry.kind]} />
      <span class="grow">
        <strong>{entry.what}</strong>
        {entry.who && <span class="quiet"> {entry.who}</span>}
        {ahead && <span class="quiet small"> to come</span>}
        {entry.text && <span class="note">{entry.text}</span>}
      </span>
    </li>
  )
}

function timeOf({ at }: TimelineEntry): string {
  const zone = about.value?.zone
  return at && zone ? clock(localTime(Date.parse(at), zone).s) : ''
}
