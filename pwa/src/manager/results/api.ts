import * as api from '../../api.ts'
import type { IsoDate } from '../../wire.ts'
import type { Results, ResultsList } from './wire.ts'

export const results = (first: IsoDate, last: IsoDate, by: string) =>
  api.getIfChanged<Results>(`/api/results?${new URLSearchParams({ first, last, by })}`)

/** An empty key is a group of its own (no rep, no segment), so it is sent where `by` is. */
export function resultsList(
  metric: string,
  first: IsoDate,
  last: IsoDate,
  group: { by: string; key: string } | null,
) {
  const asked = new URLSearchParams({ metric, first, last, ...(group ?? {}) })
  return api.getIfChanged<ResultsList>(`/api/results/list?${asked}`)
}
