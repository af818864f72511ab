import { useEffect, useState } from 'preact/hooks'
import * as api from '../api.ts'
import { t } from '../ui/t.ts'
import { toast } from '../ui/toast.tsx'
import type { BusyTime, Id, OtherCalendar, OtherCalendarRequest } from '../wire.ts'
import { isWorking } from './words.ts'

const LOOK_AGAIN_MS = 1500

/** A rep's other calendars and what they fill; looks again while one is being read. */
export function useCalendars(repId: Id) {
  const [calendars, setCalendars] = useState<OtherCalendar[] | null>(null)
  const [times, setTimes] = useState<BusyTime[]>([])
  const read = async () => {
    const [found, filled] = await Promise.all([
      api.get<{ items: OtherCalendar[] }>(`/api/reps/${repId}/calendars`),
      api.get<{ items: BusyTime[] }>(`/api/reps/${repId}/busy`),
    ])
    if (found.kind === 'ok') setCalendars(found.data.items)
    if (filled.kind === 'ok') setTimes(filled.data.items)
  }
  const working = (calendars ?? []).some(isWorking)
  useEffect(() => void read(), [repId])
  useEffect(() => {
    if (!working) return
    const timer = setInterval(() => void read(), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [working, repId])

  /** Says whether it worked; why not is told at once. */
  const told = async (asked: Promise<api.Answer<unknown>>): Promise<boolean> => {
    const answer = await asked
    if (answer.kind === 'ok') {
      await read()
      return true
    }
    toast(answer.kind === 'offline' ? t('settings.needs_signal') : answer.detail)
    return false
  }
  const act = {
    add: (ask: OtherCalendarRequest) => told(api.post(`/api/reps/${repId}/calendars`, ask)),
    change: (id: Id, change: Partial<OtherCalendarRequest>) =>
      told(api.patch(`/api/calendars/${id}`, change)),
    read: (id: Id) => told(api.post(`/api/calendars/${id}/read`)),
    remove: (id: Id) => told(api.remove(`/api/calendars/${id}`)),
    answer: (time: BusyTime, account_id: Id | null) =>
      told(api.put(`/api/busy/${time.id}/account`, { account_id })),
  }
  return { calendars, times, act }
}

export type Act = ReturnType<typeof useCalendars>['act']
