import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { t } from '../ui/t.ts'
import type { IsoDate, OtherCalendar } from '../wire.ts'
import { Keeps } from './add-calendar.tsx'
import type { Act } from './use-calendars.ts'
import { beginsWords, isWorking, problemWords, stateWords } from './words.ts'

interface OneProps {
  calendar: OtherCalendar
  own: boolean
  today: IsoDate
  now: number
  act: Act
  onRemove: () => void
}

/** A calendar: how old its copy is, what was wrong, and what may be done with it. */
export function OneCalendar({ calendar, own, today, now, act, onRemove }: OneProps) {
  const problem = problemWords(calendar)
  return (
    <div class="busy-one stack">
      <div>
        <strong>{calendar.name}</strong>
        <p class="quiet small" role="status">
          {stateWords(calendar, now)}
        </p>
        {problem && !isWorking(calendar) && (
          <p class="small wrong" role="alert">
            {problem}
            {calendar.read_at && ` ${t('busy.copy_kept')}`}
          </p>
        )}
      </div>
      <Unread calendar={calendar} today={today} />
      <details>
        <summary>{t('busy.change')}</summary>
        <div class="stack">
          <Keeps own={own} of={calendar} onChange={(part) => void act.change(calendar.id, part)} />
          <NewAddress onSave={(url) => act.change(calendar.id, { url })} />
          <Button look="danger" icon="trash" onClick={onRemove}>
            {t('busy.remove')}
          </Button>
        </div>
      </details>
      <div class="actions">
        <Button
          icon="refresh"
          disabled={isWorking(calendar)}
          onClick={() => void act.read(calendar.id)}
        >
          {t('busy.read_now')}
        </Button>
      </div>
    </div>
  )
}

/** For an address that was renewed: the one there is cannot be shown. */
function NewAddress({ onSave }: { onSave: (url: string) => Promise<boolean> }) {
  const [url, set] = useState('')
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (await onSave(url.trim())) set('')
  }
  return (
    <form class="stack" onSubmit={(event) => void submit(event)}>
      <label class="field">
        <span>{t('busy.new_address')}</span>
        <input
          value={url}
          maxLength={2000}
          inputMode="url"
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          onInput={(event) => set(event.currentTarget.value)}
        />
      </label>
      <div>
        <Button type="submit" disabled={url.trim() === ''}>
          {t('busy.save')}
        </Button>
      </div>
    </form>
  )
}

function Unread({ calendar, today }: { calendar: OtherCalendar; today: IsoDate }) {
  if (calendar.unread.length === 0) return null
  return (
    <details>
      <summary>{t('busy.unread', { count: calendar.unread.length })}</summary>
      <ul class="small">
        {calendar.unread.map(({ code, title, begins }, at) => (
          <li key={`${begins} ${at}`}>
            {[title, beginsWords(begins, today), t(`busy.unread.${code}`)]
              .filter(Boolean)
              .join(' \u00b7 ')}
          </li>
        ))}
      </ul>
    </details>
  )
}
