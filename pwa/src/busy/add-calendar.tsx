import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { t } from '../ui/t.ts'
import { Ticks } from '../ui/ticks.tsx'
import type { OtherCalendarRequest } from '../wire.ts'

const EMPTY: OtherCalendarRequest = { url: '', name: '', all_day_off: true, titles: false }

interface AddProps {
  own: boolean
  onAdd: (ask: OtherCalendarRequest) => Promise<boolean>
  onClose: () => void
}

/** The address goes to the server and nowhere else: no suggestion, no spelling service. */
export function AddCalendar({ own, onAdd, onClose }: AddProps) {
  const [ask, set] = useState(EMPTY)
  const [busy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    const added = await onAdd({ ...ask, url: ask.url.trim() })
    setBusy(false)
    if (added) onClose()
  }
  return (
    <form class="stack busy-add" onSubmit={(event) => void submit(event)}>
      <label class="field">
        <span>{t('busy.address')}</span>
        <input
          value={ask.url}
          required
          maxLength={2000}
          inputMode="url"
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          placeholder="https://…/basic.ics"
          onInput={(event) => set({ ...ask, url: event.currentTarget.value })}
        />
      </label>
      <details>
        <summary>{t('busy.where')}</summary>
        <ul class="small">
          <li>{t('busy.where_google')}</li>
          <li>{t('busy.where_outlook')}</li>
          <li>{t('busy.where_icloud')}</li>
          <li>{t('busy.where_nextcloud')}</li>
        </ul>
      </details>
      <label class="field">
        <span>{t('busy.name')}</span>
        <input
          value={ask.name}
          maxLength={200}
          onInput={(event) => set({ ...ask, name: event.currentTarget.value })}
        />
      </label>
      <Keeps own={own} of={ask} onChange={(part) => set({ ...ask, ...part })} />
      <p class="quiet small">{t('busy.secret')}</p>
      <div class="actions">
        <Button type="submit" look="primary" disabled={busy || ask.url.trim() === ''}>
          {t('busy.save')}
        </Button>
        <Button onClick={onClose}>{t('app.cancel')}</Button>
      </div>
    </form>
  )
}

type Kept = Pick<OtherCalendarRequest, 'all_day_off' | 'titles'>

interface KeepsProps {
  own: boolean
  of: Kept
  onChange: (part: Partial<Kept>) => void
}

/** What counts, and what is kept: titles only where the rep says so. */
export function Keeps({ own, of, onChange }: KeepsProps) {
  const all = (['all_day_off', 'titles'] as const).filter((one) => own || one === 'all_day_off')
  return (
    <Ticks
      legend={t('busy.keeps')}
      name="keeps"
      choices={all.map((value) => ({ value, label: t(`busy.${value}`) }))}
      values={all.filter((one) => of[one])}
      onChange={(value, on) => onChange({ [value]: on })}
    />
  )
}
