/** The playbook's pages as text: pure. */

import type { PlaybookPage, PlaybookText } from './wire.ts'

const NOTHING: PlaybookText = { objective: '', points: [], checklist: [] }
const MOST = 8

/** What somebody typed, a line each; empty ones are left out. */
export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, MOST)
}

/** What a phone shows for a key: its own page, before the season the ramp's, else the class's. */
export function pageFor(pages: readonly PlaybookPage[], key: string): PlaybookText {
  const [kind = '', state = ''] = key.split('.')
  const order = [key, ...(state === 'ramp' ? ['ramp'] : []), kind]
  for (const one of order) {
    const found = pages.find((page) => page.key === one)?.page
    if (found) return found
  }
  return NOTHING
}
