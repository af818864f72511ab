import * as phone from '../../phone.ts'
import { freeTime } from '../../planner/free-time.ts'
import { hash } from '../../router.ts'
import { duration } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { t } from '../../ui/t.ts'
import { keyOfToday, knownToday, useAnswer } from '../use-answer.ts'
import { around } from './around.ts'
import { USUAL_S } from './nearby-list.tsx'

/** Less is not worth a stop. */
const WORTH_S = 25 * 60

/** "You have 40 min free: 2 nearby"; nothing where there is neither time nor anybody. */
export function FreeStrip() {
  const of = knownToday()
  const gaps = freeTime(of.day, of.frame?.allows ?? null, of.me, of.now_s ?? 0)
  const free_s = Math.max(0, ...gaps.map((gap) => gap.to_s - gap.from_s))
  return free_s >= WORTH_S ? <Strip free_s={free_s} /> : null
}

function Strip({ free_s }: { free_s: number }) {
  const found = useAnswer(
    'nearby',
    `strip ${keyOfToday()} ${phone.rows.value.accounts.size}`,
    () => [knownToday(), around(), USUAL_S],
  )
  if (!found || found.length === 0) return null
  return (
    <a class="strip accent" href={hash({ screen: 'nearby' })}>
      <Icon name="clock" />
      <span class="grow">
        {t('today.free', { duration: duration(free_s), count: found.length })}
      </span>
      <Icon name="next" />
    </a>
  )
}
