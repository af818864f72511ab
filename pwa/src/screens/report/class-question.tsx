import { Choices } from '../../ui/choices.tsx'
import { t, word } from '../../ui/t.ts'
import { Ticks } from '../../ui/ticks.tsx'
import { type AccountClass, type AccountRow, EVENTS } from '../../wire.ts'
import { withClassAnswer, withEvent } from './draft.ts'
import type { PartProps } from './form.tsx'

const ANSWERS = ['keep', 'change', 'unsure'] as const
const CLASSES: readonly AccountClass[] = ['core', 'invest', 'opportunistic', 'divest']

/**
 * Is the class still right? One tap for yes; a proposal to the manager in two.
 *
 * It must be answered, if only by "not sure": a class nobody looks at is soon wrong.
 */
export function ClassQuestion({ draft, keep, account }: PartProps & { account: AccountRow }) {
  const current = word('class', account.account_class)
  return (
    <>
      <Choices
        legend={t('report.class_right', { class: current })}
        name="class_answer"
        segmented
        required
        value={draft.class_answer || null}
        onChange={(answer) => keep(withClassAnswer(draft, answer))}
        choices={ANSWERS.map((value) => ({ value, label: t(`report.class.${value}`) }))}
      />
      {draft.class_answer === 'change' && (
        <>
          <Choices
            legend={t('report.class_wanted')}
            name="class_wanted"
            required
            value={draft.class_wanted}
            onChange={(class_wanted) => keep({ ...draft, class_wanted })}
            choices={CLASSES.filter((one) => one !== account.account_class).map((value) => ({
              value,
              label: word('class', value),
            }))}
          />
          <Ticks
            legend={t('report.events')}
            name="events"
            values={draft.events}
            onChange={(event, on) => keep(withEvent(draft, event, on))}
            choices={EVENTS.map((value) => ({ value, label: word('event', value) }))}
          />
        </>
      )}
    </>
  )
}
