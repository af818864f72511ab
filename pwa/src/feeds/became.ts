/** What came of a visit, in words; the phone and the desk say the same. */

import { date } from '../ui/format.ts'
import { t } from '../ui/t.ts'
import type { Became, IsoDate } from '../wire.ts'

export type Story = Pick<Became, 'on' | 'told_on' | 'next_on'> & {
  state: Became['state'] | 'skipped'
}

/** "This visit was missed on Tue 5 May. The next visit is on Thu 21 May." */
export function becameWords(story: Story, today: IsoDate): string {
  const on = story.told_on ?? story.on
  const said = t(`became.${story.state}`, { date: date(on, today) })
  if (!isOver(story)) return said
  const next = story.next_on
    ? t('became.next', { date: date(story.next_on, today) })
    : t('became.no_next')
  return `${said} ${next}`
}

/** Whether nothing more comes of it: then the account's next visit is what matters. */
export function isOver({ state }: Story): boolean {
  return state !== 'open' && state !== 'skipped'
}
