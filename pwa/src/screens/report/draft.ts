import { type Channel, isFields, type Outcome } from '../../wire.ts'

/** A report being written, as the disk keeps it between two keys. */
export interface Draft {
  outcome: Outcome
  result: string | null
  note: string
  minutes: string
}

export const MOST_NOTE = 4000

export const RESULTS: Record<Outcome, readonly string[]> = {
  made: ['order', 'interested', 'no_interest', 'service', 'delivered'],
  phone: ['order', 'interested', 'no_interest', 'talked'],
  missed: ['closed', 'nobody_there', 'no_time', 'refused', 'other'],
}

/** A visit by phone is most likely done by phone. */
export function newDraft(channel: Channel): Draft {
  return {
    outcome: channel === 'phone' ? 'phone' : 'made',
    result: null,
    note: '',
    minutes: '',
  }
}

/** Another outcome keeps the words, and the result where it has the same one. */
export function withOutcome(draft: Draft, outcome: Outcome): Draft {
  const kept = draft.result !== null && RESULTS[outcome].includes(draft.result)
  return { ...draft, outcome, result: kept ? draft.result : null }
}

/** Whole minutes, or null where nothing usable was typed. */
export function minutesOf(draft: Draft): number | null {
  if (draft.outcome === 'missed' || draft.minutes.trim() === '') return null
  const minutes = Math.round(Number(draft.minutes))
  return minutes >= 0 && minutes <= 1440 ? minutes : null
}

export function isDraft(value: unknown): value is Draft {
  return (
    isFields(value) &&
    typeof value.outcome === 'string' &&
    value.outcome in RESULTS &&
    typeof value.note === 'string' &&
    typeof value.minutes === 'string'
  )
}
