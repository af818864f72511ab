import { beforeAll, describe, expect, test } from 'vitest'
import { id, makeAccount, makeVisit, makeWish } from '../testing.ts'
import type { Due, Unplanned, VisitRow } from '../wire.ts'
import { loadMoreTexts, speak } from './t.ts'
import * as whys from './whys.ts'

const TODAY = '2026-05-05'
const MORNINGS: VisitRow['windows'] = [[9 * 3600, 12 * 3600]]

const visit = (changes: Partial<VisitRow>) => whys.whyVisit(makeVisit(changes), TODAY)
const late = { reason: 'due', figures: { due: '2026-05-02' } } as const

function due(reason: Due['reason'] & string, figures: Due['figures'] & object, last = true) {
  const known = makeAccount({ last_visit: last ? '2026-04-18' : null })
  return whys.whyDue({ ...known, due: { ...known.due, reason, figures } }, TODAY)
}

function left(reason: string, figures: Unplanned['figures'] & object) {
  const rest = { account_id: id(1), account: 'Inn', target: TODAY, latest: TODAY }
  const row = { ...rest, reason, figures, sentence: 'The server says.' }
  return whys.whyNot(row, TODAY, (one) => (one === id(2) ? 'Kiosk' : undefined))
}

function changed(reason: string) {
  const dates = { before: TODAY, after: '2026-05-06', kind: 'moved' } as const
  const of = { account_id: id(1), account: 'Inn', sentence: 'The server says.', figures: {} }
  return whys.changeWords({ ...of, ...dates, reason })
}

beforeAll(loadMoreTexts)

describe('English', () => {
  beforeAll(() => speak('en'))

  test('a visit says when it was due and what narrows its day', () => {
    expect(visit({ ...late, windows: MORNINGS })).toBe('Due 3 days ago; only open mornings')
    expect(visit(late)).toBe('Due 3 days ago')
    expect(visit({ ...late, windows: [[13 * 3600, 18 * 3600]] })).toContain('only open afternoons')
  })

  test('an appointment says its time', () => {
    const agreed = { reason: 'appointment', figures: { window: '09:00-09:30' } } as const
    expect(visit(agreed)).toBe('Appointment 09:00\u201309:30')
  })

  test('a row without a code, or with a newer one, keeps the server\u2019s sentence', () => {
    expect(visit({ why: 'core A, every 2 weeks' })).toBe('Core A, every 2 weeks')
    expect(visit({ reason: 'newer' as 'due', why: 'because' })).toBe('Because')
    expect(whys.whyDue(makeAccount(), TODAY)).toBe('Core A, every 2 weeks')
    expect(left('newer', {})).toBe('The server says.')
    expect(changed('newer')).toBe('The server says.')
  })

  test('a due date says its rule', () => {
    const said = 'Due 3 days ago; every 2 weeks; last visit Sat 18 Apr'
    expect(due('cadence', { due: '2026-05-02' })).toBe(said)
    expect(due('cadence', {}, false)).toBe('Nothing due; every 2 weeks; no visit yet')
    expect(due('no_cadence', {})).toBe('No visits asked for')
    const by = { found: TODAY, by: '2026-05-12' }
    expect(due('first_touch', by)).toBe('New: first contact by Tue 12 May')
  })

  test('what has no day says figures a rep can use, and names only accounts it knows', () => {
    const short = { hours_needed: 0.75, hours_there: 0.2 }
    expect(left('not_enough_hours', short)).toBe('Not enough hours (needs 45 min, 12 min left)')
    expect(left('displaced', { by: id(2), worth_s: 90 })).toBe('Others are worth more (for Kiosk)')
    expect(left('displaced', { by: id(3) })).toBe('Others are worth more')
  })

  test('an appointment its day cannot hold says which time nothing else may take', () => {
    const figures = { held: 'appointment', on: TODAY, minutes_needed: 60, kept_free: '08:00-09:00' }
    expect(left('does_not_fit_day', figures)).toContain('08:00-09:00 is kept free for it)')
  })
})

describe('German', () => {
  beforeAll(() => speak('de'))

  test('visits and due dates', () => {
    const said = 'Vor 3 Tagen fällig; nur vormittags offen'
    expect(visit({ ...late, windows: MORNINGS })).toBe(said)
    expect(due('cadence', { due: TODAY })).toBe(
      'Heute fällig; alle 2 Wochen; letzter Besuch Sa. 18. Apr.',
    )
    const ramp = { opens: '2026-05-20', visit: 1, of: 2 }
    expect(due('ramp', ramp)).toBe('Saison beginnt Mi. 20. Mai; Besuch 1 von 2 davor')
    const off = { opens: '2026-06-10', ramp: '2026-05-20' }
    expect(due('off_season', off)).toBe(
      'Außerhalb der Saison bis Mi. 10. Juni; wieder Besuche ab Mi. 20. Mai',
    )
  })

  test('what has no day, and what changed', () => {
    expect(left('too_far', { detour_s: 2400, on: '2026-05-06' })).toBe(
      'Zu weit (40 Min. Umweg, am Mi. 6. Mai)',
    )
    expect(changed('busy')).toBe('Etwas anderes füllt den Tag')
  })

  test('wishes say the answer by its code, and the sentence where there is none', () => {
    const moved = makeWish({ answer: 'kept', answer_code: 'moved', answer_on: '2026-05-12' })
    expect(whys.wishWords(moved, TODAY)).toBe('Jetzt geplant für Di. 12. Mai.')
    expect(whys.wishWords(makeWish(), TODAY)).toBe('Der nächste Plan antwortet darauf.')
    const old = makeWish({ answer: 'kept', answer_text: 'It is off that day.' })
    expect(whys.wishWords(old, TODAY)).toBe('It is off that day.')
  })

  test('a refusal says its code, else what the server wrote', () => {
    expect(whys.refusedWords({ code: 'already_made', text: 'English.' })).toContain('inzwischen')
    expect(whys.refusedWords({ code: 'manager_asked', text: 'English.' })).toContain('Leitung')
    expect(whys.refusedWords({ code: 'newer_one', text: 'English.' })).toBe('English.')
    expect(whys.refusedWords({ code: 'newer_one', text: '' })).toBe('newer one')
  })
})
