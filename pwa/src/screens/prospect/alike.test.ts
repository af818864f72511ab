import { describe, expect, test } from 'vitest'
import { makeAccount } from '../../testing.ts'
import type { ProspectArgs } from '../../wire.ts'
import { duplicates } from './alike.ts'

const CAFE: ProspectArgs = {
  name: 'Corner Café',
  on: '2026-05-05',
  segment: '',
  address: '',
  city: 'Lake Geneva',
  zip: '',
  lat: null,
  lon: null,
  contact_name: 'Zoë',
  phone: '',
  email: '',
  note: '',
}
describe('duplicates are hinted', () => {
  const here = { lat: 42.59, lon: -88.43 }
  const known = [
    makeAccount({ id: '1', name: 'The Corner Cafe', city: 'Lake Geneva', lat: null, lon: null }),
    makeAccount({ id: '2', name: 'Harbor House', ...here, contacts: [] }),
    makeAccount({
      id: '3',
      name: 'Pier 9',
      contacts: [{ name: '', phone: '(262) 555-0100', email: '' }],
    }),
  ]
  const ids = (more: Partial<ProspectArgs>) =>
    duplicates({ ...CAFE, ...more }, known).map(({ id }) => id)

  test('by the same name, accents and articles apart', () => {
    expect(ids({})).toEqual(['1'])
  })

  test('by the phone number, however it is written', () => {
    expect(ids({ name: 'Something Else', phone: '+1 262 555 0100' })).toEqual(['3'])
  })

  test('by half the name next door, and not far away', () => {
    expect(ids({ name: 'Harbor Grill', ...here })).toEqual(['2'])
    expect(ids({ name: 'Harbor Grill', lat: 43, lon: -88.43 })).toEqual([])
  })

  test('not by words that every place has', () => {
    expect(ids({ name: 'The Other Cafe', city: 'Delavan' })).toEqual([])
  })
})
