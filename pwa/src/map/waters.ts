/** Shorelines and towns that the server knows to draw; kept on the phone. Only the demo has any. */

import { signal } from '@preact/signals'
import * as api from '../api.ts'
import { store, stored } from '../ui/preferences.ts'
import { isFields, type PlainMap } from '../wire.ts'

const KEY = 'plain-map'
const NONE: PlainMap = { shoreline: [], labels: [] }

export const waters = signal<PlainMap>(NONE)

export async function readWaters(): Promise<void> {
  waters.value = known()
  const answer = await api.get<PlainMap>('/api/map')
  if (answer.kind !== 'ok') return
  waters.value = answer.data
  store(KEY, JSON.stringify(answer.data))
}

function known(): PlainMap {
  try {
    const value: unknown = JSON.parse(stored(KEY) ?? 'null')
    return isFields(value) ? (value as unknown as PlainMap) : NONE
  } catch {
    return NONE
  }
}
