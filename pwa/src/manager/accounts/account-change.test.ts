import { expect, test } from 'vitest'
import { makeAccount } from '../../testing.ts'
import { change, faults, form } from './account-change.ts'

const account = makeAccount({ rev: 41, rep_id: 'ann', tier: 'B', lat: 42.5, lon: -88.4 })
const changed = (part: Partial<ReturnType<typeof form>>) =>
  change(account, { ...form(account), ...part })

test('an untouched form sends nothing', () => {
  expect(changed({})).toBeNull()
})

test('only what was touched is sent, with the revision it was read at', () => {
  expect(changed({ tier: 'A' })).toEqual({ rev: 41, tier: 'A' })
})

test('a product line is sent without spaces around it, and cleared by nothing', () => {
  expect(changed({ product_line: ' Ice ' })).toEqual({ rev: 41, product_line: 'Ice' })
  const ice = { ...account, product_line: 'Ice' }
  expect(change(ice, { ...form(ice), product_line: '' })).toEqual({ rev: 41, product_line: '' })
})

test('a new class comes with its reason', () => {
  expect(changed({ account_class: 'divest', why: 'closing down' })).toEqual({
    rev: 41,
    account_class: 'divest',
    why: 'closing down',
  })
})

test.each([
  [{ rhythm: 'days', interval: '10' }, { interval_d: 10 }],
  [{ rhythm: 'weekly', interval: '2' }, { times_per_week: 2 }],
] as const)('a rhythm of its own: %o', (part, sent) => {
  expect(changed(part)).toEqual({ rev: 41, ...sent })
})

test('back to the table clears the own rhythm', () => {
  const own = makeAccount({
    cadence: { ...account.cadence, overridden: true, interval_d: 10 },
  })
  expect(change(own, { ...form(own), rhythm: 'table' })).toMatchObject({ clear_override: true })
})

test('a location is sent whole', () => {
  expect(changed({ lat: '43' })).toEqual({ rev: 41, lat: 43, lon: -88.4 })
})

test.each([
  [{ lat: '91' }, 'lat'],
  [{ lon: '' }, 'lon'],
  [{ minutes: '0' }, 'minutes'],
  [{ rhythm: 'days', interval: '0' }, 'interval'],
  [{ rhythm: 'weekly', interval: '1.5' }, 'interval'],
] as const)('%o cannot be sent', (part, field) => {
  expect(Object.keys(faults({ ...form(account), ...part }))).toEqual([field])
})
