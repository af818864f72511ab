/** The tour: what a newcomer does, and what the page takes as done. Pure. */

export const STEPS = ['why', 'signal', 'report', 'miss', 'board', 'clock', 'file'] as const
export type Step = (typeof STEPS)[number]

/** What happened on one of the two screens, or on this page. */
export type Happening =
  | 'why'
  | 'signal-off'
  | 'reported'
  | 'missed'
  | 'sent'
  | 'list'
  | 'planned'
  | 'previewed'

export interface Tour {
  done: readonly Step[]
  /** Reports have reached the server since the signal came back: the board has something new. */
  sent: boolean
}

export const BEGIN: Tour = { done: [], sent: false }

const DOES: Readonly<Partial<Record<Happening, Step>>> = {
  why: 'why',
  'signal-off': 'signal',
  reported: 'report',
  missed: 'miss',
  planned: 'clock',
  previewed: 'file',
}

/**
 * The tour after something happened. Steps may be done in any order; the list behind a number
 * counts only once a report has arrived, because before that it shows nothing of the visitor's.
 */
export function after(tour: Tour, what: Happening): Tour {
  if (what === 'sent') return { ...tour, sent: true }
  if (what === 'list') return tour.sent ? withStep(tour, 'board') : tour
  const step = DOES[what]
  return step ? withStep(tour, step) : tour
}

function withStep(tour: Tour, step: Step): Tour {
  return tour.done.includes(step) ? tour : { ...tour, done: [...tour.done, step] }
}

/** The first step that is not done; null at the end. */
export function next(tour: Tour): Step | null {
  return STEPS.find((step) => !tour.done.includes(step)) ?? null
}

/** A tour as it was stored; anything else begins anew. */
export function restored(text: string | null): Tour {
  try {
    const value = JSON.parse(text ?? '')
    const done = STEPS.filter((step) => value.done.includes(step))
    return { done, sent: value.sent === true }
  } catch {
    return BEGIN
  }
}
