import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/sheet.tsx'
import { t } from '../ui/t.ts'
import type { Id, IsoDate, OtherCalendar } from '../wire.ts'
import { AddCalendar } from './add-calendar.tsx'
import { OneCalendar } from './one-calendar.tsx'
import { Questions } from './questions.tsx'
import { useCalendars } from './use-calendars.ts'
import './busy.css'

interface CalendarsProps {
  repId: Id
  /** The rep's own phone: only there titles can be allowed. */
  own: boolean
  zone: string
  today: IsoDate
  /** The company's clock: what "5 min. ago" counts from. */
  now: number
}

/** The calendars a plan moves around: add, read now, remove, and whom their events are with. */
export function Calendars({ repId, own, zone, today, now }: CalendarsProps) {
  const { calendars, times, act } = useCalendars(repId)
  const [adding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<OtherCalendar | null>(null)
  if (calendars === null) return <p class="quiet">{t('settings.needs_signal')}</p>
  return (
    <div class="stack">
      <Questions times={times} zone={zone} today={today} onAnswer={act.answer} />
      {calendars.length === 0 && !adding && <p class="quiet">{t('busy.none')}</p>}
      {calendars.map((calendar) => (
        <OneCalendar
          key={calendar.id}
          calendar={calendar}
          own={own}
          today={today}
          now={now}
          act={act}
          onRemove={() => setLeaving(calendar)}
        />
      ))}
      {adding ? (
        <AddCalendar own={own} onAdd={act.add} onClose={() => setAdding(false)} />
      ) : (
        <Button icon="add" onClick={() => setAdding(true)}>
          {t('busy.add')}
        </Button>
      )}
      {leaving && (
        <Confirm
          title={t('busy.remove_title', { name: leaving.name })}
          text={t('busy.remove_lead')}
          yes={t('busy.remove')}
          danger
          onNo={() => setLeaving(null)}
          onYes={() => {
            void act.remove(leaving.id)
            setLeaving(null)
          }}
        />
      )}
    </div>
  )
}
