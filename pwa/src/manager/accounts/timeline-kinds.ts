/** What a timeline is made of, and what of it is shown. Pure. */

import type { TimelineEntry, TimelineKind } from './wire.ts'

export const KIND_WORDS: Readonly<Record<TimelineKind, string>> = {
  report: 'Reports',
  visit: 'Planned visits',
  touch: 'Colleagues',
  class: 'Classes',
  change: 'Changes',
  planned: 'Changes to come',
  word: 'Words',
}

/** The kinds there are, each with its number, always in the same order. */
export function counts(entries: readonly TimelineEntry[]): [TimelineKind, number][] {
  const kinds = Object.keys(KIND_WORDS) as TimelineKind[]
  return kinds
    .map((kind): [TimelineKind, number] => [
      kind,
      entries.filter((entry) => entry.kind === kind).length,
    ])
    .filter(([, count]) => count > 0)
}

export function shown(
  entries: readonly TimelineEntry[],
  out: ReadonlySet<TimelineKind>,
): TimelineEntry[] {
  return entries.filter((entry) => !out.has(entry.kind))
}
