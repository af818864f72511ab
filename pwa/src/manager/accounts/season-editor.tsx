import { Button } from '../../ui/button.tsx'
import type { SeasonState } from '../../wire.ts'
import { Input, Select } from '../ui/pieces.tsx'
import { parseDay, SEASON_STATES, STATE_WORDS, type WindowDraft } from './season-windows.ts'

interface SeasonEditorProps {
  draft: readonly WindowDraft[]
  onChange: (draft: WindowDraft[]) => void
}

/** Windows of the year, each a row; days no window names are in season. */
export function SeasonEditor({ draft, onChange }: SeasonEditorProps) {
  const set = (id: number, change: Partial<WindowDraft>) =>
    onChange(draft.map((one) => (one.id === id ? { ...one, ...change } : one)))
  const next = Math.max(0, ...draft.map((one) => one.id)) + 1
  return (
    <fieldset class="seasons">
      <legend>Season windows</legend>
      {draft.length === 0 && <p class="quiet small">None: open all year, or as its segment is.</p>}
      {draft.map((one) => (
        <div class="row wrap season-row" key={one.id}>
          <Select
            label="State"
            hideLabel
            value={one.state}
            options={SEASON_STATES.map((state) => [state, STATE_WORDS[state]] as const)}
            onChange={(state) => set(one.id, { state: state as SeasonState })}
          />
          <Day label="From" value={one.start} onInput={(start) => set(one.id, { start })} />
          <Day label="To" value={one.end} onInput={(end) => set(one.id, { end })} />
          <Button
            look="plain"
            icon="trash"
            round
            aria-label="Remove this window"
            onClick={() => onChange(draft.filter((other) => other.id !== one.id))}
          />
        </div>
      ))}
      <Button
        icon="plus"
        onClick={() => onChange([...draft, { id: next, state: 'off', start: '', end: '' }])}
      >
        Add a window
      </Button>
    </fieldset>
  )
}

interface DayProps {
  label: string
  value: string
  onInput: (value: string) => void
}

function Day({ label, value, onInput }: DayProps) {
  const wrong = value !== '' && parseDay(value) === null
  return (
    <Input
      label={label}
      hideLabel
      placeholder={label === 'From' ? 'from: 1 May' : 'to: 30 Sep'}
      value={value}
      error={wrong ? 'Like 1 May' : null}
      onInput={onInput}
    />
  )
}
