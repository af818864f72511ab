import {
  type AccountClass,
  type AccountEvent,
  type Channel,
  type ClassAnswer,
  type IsoDate,
  isFields,
  type Outcome,
  type ReportArgs,
} from '../../wire.ts'

/** A report being written, as the disk keeps it between two keys. */
export interface Draft {
  outcome: Outcome
  result: string | null
  note: string
  minutes: string
  next_step: string
  next_step_on: IsoDate | null
  class_answer: ClassAnswer
  class_wanted: AccountClass | null
  events: AccountEvent[]
  order_value: string
  /** SHA-256 of pictures that lie in this phone's store. */
  photos: string[]
}

export const MOST_NOTE = 4000
export const MOST_STEP = 200
export const MOST_PHOTOS = 6

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
    next_step: '',
    next_step_on: null,
    class_answer: '',
    class_wanted: null,
    events: [],
    order_value: '',
    photos: [],
  }
}

/** Another outcome keeps the words, and the result where it has the same one. */
export function withOutcome(draft: Draft, outcome: Outcome): Draft {
  const kept = draft.result !== null && RESULTS[outcome].includes(draft.result)
  return { ...draft, outcome, result: kept ? draft.result : null }
}

/** Another answer forgets the class that was wanted with the answer before. */
export function withClassAnswer(draft: Draft, class_answer: ClassAnswer): Draft {
  return class_answer === 'change'
    ? { ...draft, class_answer }
    : { ...draft, class_answer, class_wanted: null, events: [] }
}

export function withEvent(draft: Draft, event: AccountEvent, on: boolean): Draft {
  const events = draft.events.filter((one) => one !== event)
  return { ...draft, events: on ? [...events, event] : events }
}

/** What the draft says; of a visit that was missed only what is true of one. */
export function reportArgs(draft: Draft, visit_id: string | null, on: IsoDate): ReportArgs {
  const seen = draft.outcome !== 'missed'
  const step = draft.next_step.trim()
  return {
    visit_id,
    on,
    outcome: draft.outcome,
    result: draft.result ?? '',
    note: draft.note.trim(),
    minutes: seen ? minutesOf(draft) : null,
    next_step: step,
    next_step_on: step ? draft.next_step_on : null,
    class_answer: seen ? answered(draft) : '',
    class_wanted: seen && answered(draft) === 'change' ? draft.class_wanted : null,
    events: seen ? draft.events : [],
    order_value: seen ? orderValue(draft) : null,
    photos: draft.photos,
  }
}

/** "Another class" without a class is not an answer yet. */
function answered(draft: Draft): ClassAnswer {
  return draft.class_answer === 'change' && !draft.class_wanted ? 'unsure' : draft.class_answer
}

/** Whole minutes, or null where nothing usable was typed. */
export function minutesOf(draft: Draft): number | null {
  if (draft.minutes.trim() === '') return null
  const minutes = Math.round(Number(draft.minutes))
  return minutes >= 0 && minutes <= 1440 ? minutes : null
}

/** "1 234,50" and "1,234.50" are the same; null where nothing usable was typed. */
export function orderValue({ order_value }: Draft): number | null {
  const plain = order_value.replace(/[^\d.,]/g, '')
  const cents = /[.,](\d{1,2})$/.exec(plain)
  const whole = plain.slice(0, cents?.index).replace(/[.,]/g, '')
  if (whole + (cents?.[1] ?? '') === '') return null
  return Number(`${whole || '0'}.${cents?.[1] ?? '0'}`)
}

/** A draft of an older version is completed, not lost; null for what is none. */
export function readDraft(value: unknown, channel: Channel): Draft | null {
  if (!isFields(value) || typeof value.outcome !== 'string') return null
  if (!(value.outcome in RESULTS) || typeof value.note !== 'string') return null
  return { ...newDraft(channel), ...value } as Draft
}
