/** What the board asks the server. */

import * as api from '../../api.ts'
import type { IsoDate } from '../../wire.ts'
import type { Board, BoardMap, By, Filter, Heat, Ladder, Listed, Snapshots } from './wire.ts'

/** Which accounts, in which dates. */
export interface Asked extends Filter {
  first: IsoDate
  last: IsoDate
}

export interface ListAsked extends Asked {
  metric: string
  by?: string
  key?: string
  rung?: string
  cause?: string
}

export const board = (asked: Asked & { by: By }) => api.getIfChanged<Board>(address('', asked))
export const list = (asked: ListAsked) => api.getIfChanged<Listed>(address('/list', asked))
export const heat = (asked: Asked & { metric: string }) =>
  api.getIfChanged<Heat>(address('/heat', asked))
export const overdue = (asked: Asked) => api.getIfChanged<Ladder>(address('/overdue', asked))
export const onMap = (asked: Asked) => api.getIfChanged<BoardMap>(address('/map', asked))
export const snapshots = (by: string, key: string) =>
  api.getIfChanged<Snapshots>(address('/snapshots', { by, key }))

/** Fetches the board or a list as a file and hands it to the browser to keep. */
export async function keepFile(
  format: 'csv' | 'xlsx',
  name: string,
  asked: Asked & Partial<ListAsked>,
): Promise<string | null> {
  const answer = await api.getFile(address('/export', { ...asked, format }))
  if (answer.kind === 'offline') return 'The server cannot be reached. Try again.'
  if (answer.kind !== 'ok') return answer.detail
  const link = document.createElement('a')
  link.href = URL.createObjectURL(answer.data)
  link.download = `${name}.${format}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  return null
}

/** An empty value asks for what has none; what is not named is left out. */
export function address(path: string, asked: object): string {
  const kept = Object.entries(asked).filter(([, value]) => value !== undefined && value !== null)
  return `/api/coverage${path}?${new URLSearchParams(kept as [string, string][])}`
}
