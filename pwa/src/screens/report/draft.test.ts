import { expect, test } from 'vitest'
import { isDraft, minutesOf, newDraft, withOutcome } from './draft.ts'

test('a phone visit starts as done by phone', () => {
  expect(newDraft('phone').outcome).toBe('phone')
  expect(newDraft('visit').outcome).toBe('made')
})

test('another outcome keeps the words, and the result only where it has one of that name', () => {
  const draft = { ...newDraft('visit'), result: 'order', note: 'Two boxes' }
  expect(withOutcome(draft, 'phone')).toMatchObject({ result: 'order', note: 'Two boxes' })
  expect(withOutcome(draft, 'missed')).toMatchObject({ result: null, note: 'Two boxes' })
})

test('minutes are whole and within a day, or not said', () => {
  const minutes = (text: string) => minutesOf({ ...newDraft('visit'), minutes: text })
  expect([minutes('25'), minutes('25.4'), minutes(''), minutes('x'), minutes('2000')]).toEqual([
    25,
    25,
    null,
    null,
    null,
  ])
})

test('what an older version kept is a draft only if this one can show it', () => {
  expect(isDraft(newDraft('visit'))).toBe(true)
  expect(isDraft({ ...newDraft('visit'), outcome: 'teleported' })).toBe(false)
  expect(isDraft(undefined)).toBe(false)
})
