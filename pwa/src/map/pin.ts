/** The pin of a stop, the same on both maps: its number, or what became of it. */

import { clock } from '../ui/format.ts'
import { t, word } from '../ui/t.ts'
import type { Stop } from './sights.ts'

const MARKS: Record<string, string> = { made: '✓', phone: '✓', missed: '×', skipped: '–' }

export function pinMark(stop: Stop): string {
  return stop.number > 0 ? String(stop.number) : (MARKS[stop.status] ?? '')
}

/** "3, Bay Cafe, 10:20": what a screen reader says. */
export function pinWords(stop: Stop): string {
  if (stop.number === 0) return `${stop.name}, ${word('status_word', stop.status)}`
  return t('map.pin', { number: stop.number, name: stop.name, time: clock(stop.start_s) })
}

export function pinClass(stop: Stop, chosen: boolean, next: boolean): string {
  return ['map-pin', stop.status, next && 'next', chosen && 'chosen'].filter(Boolean).join(' ')
}
