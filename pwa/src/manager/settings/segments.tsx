import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Chip, EmptyState, Facts } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { SeasonEditor } from '../accounts/season-editor.tsx'
import { drafts, read, windowWords } from '../accounts/season-windows.ts'
import * as api from '../api.ts'
import { type Remote, useRemote } from '../remote.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Input, Shown } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import type { Items, Segment } from '../wire.ts'

/** The hours and seasons a line of business has unless an account says otherwise. */
export function Segments() {
  const segments = useRemote('segments', api.segments)
  const [name, choose] = useState<string | null>(null)
  const chosen = segments.data?.items.find((one) => one.name === name)
  return (
    <>
      <Shown of={segments} label="Looking up the segments">
        {({ items }) => (items.length === 0 ? <None /> : <Cards of={items} onChoose={choose} />)}
      </Shown>
      {chosen && (
        <Edit key={chosen.name} segment={chosen} remote={segments} onClose={() => choose(null)} />
      )}
    </>
  )
}

function None() {
  return (
    <EmptyState
      icon="calendar"
      title="No segments yet."
      text="They come with a column “segment” of an accounts file."
    />
  )
}

function Cards({ of, onChoose }: { of: readonly Segment[]; onChoose: (name: string) => void }) {
  return (
    <div class="cards">
      {of.map((segment) => (
        <article class="card stack" key={segment.name}>
          <div class="row between">
            <h2>{segment.label}</h2>
            <Chip
              tone={segment.state === 'off' ? 'plain' : segment.state === 'ramp' ? 'info' : 'ok'}
            >
              {word('season', segment.state)}
            </Chip>
          </div>
          <Facts
            of={[
              ['Hours', segment.opening_hours || 'not given: always open'],
              ['Seasons', segment.windows.map(windowWords).join('; ') || 'open all year'],
              ['Accounts', String(segment.accounts)],
            ]}
          />
          <div>
            <Button icon="pen" onClick={() => onChoose(segment.name)}>
              Change
            </Button>
          </div>
        </article>
      ))}
    </div>
  )
}

interface EditProps {
  segment: Segment
  remote: Remote<Items<Segment>>
  onClose: () => void
}

function Edit({ segment, remote, onClose }: EditProps) {
  const [hours, setHours] = useState(segment.opening_hours)
  const [draft, setDraft] = useState(drafts(segment.windows))
  const { busy, act } = useAct()
  const windows = read(draft)
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!windows) return
    const saved = await act(() =>
      api.changeSegment(segment.name, { opening_hours: hours, windows }),
    )
    if (!saved) return
    toast(`${segment.label} is saved; the plans follow.`)
    remote.reload()
    onClose()
  }
  return (
    <Drawer title={segment.label} lead={`${segment.accounts} accounts`} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => void save(event)}>
        <Input
          label="Opening hours"
          hint="In OpenStreetMap’s way: Mo-Fr 10:00-18:00; Sa 10:00-14:00"
          value={hours}
          onInput={setHours}
        />
        <SeasonEditor draft={draft} onChange={setDraft} />
        {!windows && <p class="small wrong">Each window needs two days like 1 May.</p>}
        <div>
          <Button type="submit" look="primary" disabled={busy || !windows}>
            Save
          </Button>
        </div>
      </form>
    </Drawer>
  )
}
