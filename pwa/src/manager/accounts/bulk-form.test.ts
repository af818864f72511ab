import { expect, test } from 'vitest'
import { type BulkForm, emptyForm, fault, fields, outcome, overHours, signed } from './bulk-form.ts'
import type { BulkPreview, BulkShare } from './wire.ts'

const form = (part: Partial<BulkForm> = {}): BulkForm => ({ ...emptyForm('2026-05-05'), ...part })

test('an untouched form sends nothing', () => {
  expect(fields(form({ why: 'because' }))).toBeNull()
})

test('only what was chosen is sent; a date goes with class and rep alone', () => {
  expect(fields(form({ tier: 'A' }))).toEqual({ tier: 'A' })
  expect(fields(form({ rep: 'ann', from: '2026-12-01', why: ' new patch ' }))).toEqual({
    rep_id: 'ann',
    valid_from: '2026-12-01',
    why: 'new patch',
  })
})

test('a rep can be taken away', () => {
  expect(fields(form({ rep: 'nobody' }))).toMatchObject({ rep_id: null })
})

test.each([
  [{ rhythm: 'table' }, { clear_override: true }],
  [{ rhythm: 'days', interval: '10' }, { interval_d: 10 }],
  [{ rhythm: 'weekly', interval: '2' }, { times_per_week: 2 }],
  [{ season: 'none' }, { windows: [] }],
  [{ active: 'no' }, { active: false }],
])('%o is sent as %o', (part, sent) => {
  expect(fields(form(part))).toEqual(sent)
})

test.each([
  [{ rhythm: 'days', interval: '' }],
  [{ rhythm: 'weekly', interval: '8' }],
  [{ rhythm: 'weekly', interval: '1.5' }],
  [{ season: 'own' }],
  [{ rep: 'ann', from: '' }],
])('%o cannot be sent', (part) => {
  expect(fault(form(part))).not.toBe('')
})

const share = (part: Partial<BulkShare>): BulkShare => ({
  rep_id: 'ann',
  rep: 'Ann',
  accounts_before: 1,
  accounts_after: 1,
  visits_before: 1,
  visits_after: 1,
  hours_before: 38,
  hours_after: 44,
  hours_there: 40,
  ...part,
})

test('who gets more work than hours is named, who had too much before and gets less is not', () => {
  expect(overHours([share({}), share({ hours_before: 50 })])).toBe('Ann 10 % over the hours')
})

test('a change says what a week gains', () => {
  expect([signed(1.54), signed(-0.2), signed(0.01)]).toEqual(['+1.5', '−0.2', '±0'])
})

test('the outcome counts who changes, who is so already and who cannot', () => {
  const refused = [{ account_id: 'a', name: 'A', why: '' }]
  const made = { changed: 12, unchanged: 3, refused } as unknown as BulkPreview
  expect(outcome(made)).toBe('12 accounts change, 3 are so already, 1 cannot.')
})
