import { useEffect, useState } from 'preact/hooks'
import * as phone from '../phone.ts'
import type { Answer, Asked, Kind } from '../planner/answers.ts'
import { ask } from '../planner/client.ts'
import type { KnownDay } from '../planner/known-day.ts'
import type { Place } from '../planner/travel.ts'

/** The last answer of each kind: who comes back to a screen finds it as it was. */
const kept = new Map<Kind, { key: string; answer: unknown }>()

function known<K extends Kind>(kind: K, key: string): Answer<K> | null {
  const last = kept.get(kind)
  return last?.key === key ? (last.answer as Answer<K>) : null
}

/** The planner's answer, asked anew when `key` changes; null until the first one is there. */
export function useAnswer<K extends Kind>(kind: K, key: string, asked: () => [...Asked<K>]) {
  const [answer, setAnswer] = useState<Answer<K> | null>(() => known(kind, key))
  useEffect(() => {
    let left = false
    const before = known(kind, key)
    if (before !== null) {
      setAnswer(() => before)
      return
    }
    void ask(kind, ...asked()).then((found) => {
      // Undefined: another question of its kind came later, and that one's answer counts.
      if (found === undefined) return
      kept.set(kind, { key, answer: found })
      if (!left) setAnswer(() => found as Answer<K>)
    })
    return () => {
      left = true
    }
  }, [kind, key])
  return answer
}

/** So often the clock alone is a reason to ask again. */
const STEP_S = 300

/** What is left of today, as the planner takes it; `here` where the rep is, if that is known. */
export function knownToday(here: Place | null = null): KnownDay {
  const now_s = Math.floor(phone.local.value.s / STEP_S) * STEP_S
  const frame = phone.rows.value.days.get(phone.today.value) ?? null
  return { day: phone.todaysDay.value, frame, me: phone.me.value, now_s, here }
}

/** Changes when what is left of today does. */
export function keyOfToday(): string {
  const { stops, calls } = phone.todaysDay.value
  const open = [...stops, ...calls].map((stop) => `${stop.visit.id}${stop.status}`)
  return [phone.today.value, Math.floor(phone.local.value.s / STEP_S), ...open].join()
}
