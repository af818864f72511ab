import { addDays, weekday } from '../../dates.ts'
import * as phone from '../../phone.ts'
import { date } from '../../ui/format.ts'
import { t } from '../../ui/t.ts'
import type { IsoDate } from '../../wire.ts'
import { MOST_STEP } from './draft.ts'
import type { PartProps } from './form.tsx'

/** What was promised, and by when: shown at the next visit, to whoever makes it. */
export function NextStep({ draft, keep }: PartProps) {
  const today = phone.today.value
  const days = [workday(today, 1), workday(today, 3), workday(today, 7), workday(today, 14)]
  return (
    <div class="stack">
      <label class="field">
        <span>{t('report.next_step')}</span>
        <input
          name="next_step"
          maxLength={MOST_STEP}
          placeholder={t('report.next_step_hint')}
          value={draft.next_step}
          onInput={(event) => keep({ ...draft, next_step: event.currentTarget.value })}
        />
      </label>
      {draft.next_step.trim() && (
        <fieldset class="choices">
          <legend class="visually-hidden">{t('report.next_step_on')}</legend>
          <div class="options">
            {days.map((on) => (
              <label class="choice" key={on}>
                <input
                  type="radio"
                  name="next_step_day"
                  checked={draft.next_step_on === on}
                  onChange={() => keep({ ...draft, next_step_on: on })}
                />
                <span>{date(on, today)}</span>
              </label>
            ))}
            <label class="field short">
              <span class="visually-hidden">{t('report.next_step_on')}</span>
              <input
                type="date"
                min={today}
                value={draft.next_step_on ?? ''}
                onInput={(event) =>
                  keep({ ...draft, next_step_on: event.currentTarget.value || null })
                }
              />
            </label>
          </div>
        </fieldset>
      )}
    </div>
  )
}

/** The date so many days ahead, on Monday where that is a weekend. */
export function workday(today: IsoDate, days: number): IsoDate {
  const on = addDays(today, days)
  const pastFriday = weekday(on) - 4
  return pastFriday > 0 ? addDays(on, 3 - pastFriday) : on
}
