import { Button } from '../ui/button.tsx'
import { t } from '../ui/t.ts'
import type { BusyTime, Id, IsoDate } from '../wire.ts'
import { questions, whenWords } from './words.ts'

interface QuestionsProps {
  times: readonly BusyTime[]
  zone: string
  today: IsoDate
  onAnswer: (time: BusyTime, account: Id | null) => Promise<boolean>
}

/** Events that may be with an account: the answer makes them its visits, or leaves them busy. */
export function Questions({ times, zone, today, onAnswer }: QuestionsProps) {
  const asked = questions(times)
  if (asked.length === 0) return null
  return (
    <section class="stack" aria-label={t('busy.asked')}>
      <h3>{t('busy.asked')}</h3>
      <p class="quiet small">{t('busy.asked_lead')}</p>
      {asked.map((time) => (
        <div key={time.id} class="busy-one stack">
          <div>
            <strong>{time.title || whenWords(time, zone, today)}</strong>
            <p class="quiet small">
              {[time.title && whenWords(time, zone, today), time.calendar]
                .filter(Boolean)
                .join(' \u00b7 ')}
            </p>
          </div>
          <div class="actions">
            {time.choices.map(({ id, name }) => (
              <Button key={id} onClick={() => void onAnswer(time, id)}>
                {name}
              </Button>
            ))}
            <Button look="plain" onClick={() => void onAnswer(time, null)}>
              {t('busy.nobody')}
            </Button>
          </div>
        </div>
      ))}
    </section>
  )
}
