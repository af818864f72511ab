import { describe, expect, test } from 'vitest'
import { newRow } from './outbox-life.ts'
import { addedAccounts } from './prospect.ts'
import { makeAccount } from './testing.ts'
import type { ProspectArgs, SyncItem } from './wire.ts'

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
const item: SyncItem = {
  kind: 'prospect',
  id: 'i',
  about: 'a',
  args: CAFE,
  at_phone: '',
  zone: 'UTC',
}
const waiting = { ...newRow(item, CAFE.name, 0), seq: 1 }

describe('a prospect added on this phone', () => {
  test('is an account at once', () => {
    const [added] = addedAccounts([waiting], new Map(), null).values()
    expect([added?.name, added?.account_class]).toEqual(['Corner Café', 'prospect'])
    expect(added?.contacts).toEqual([{ name: 'Zoë', phone: '', email: '' }])
  })

  test("gives way to the server's row", () => {
    const known = new Map([['a', makeAccount({ id: 'a' })]])
    expect(addedAccounts([waiting], known, null).size).toBe(0)
  })

  test('is gone when it was refused', () => {
    expect(addedAccounts([{ ...waiting, state: 'refused' }], new Map(), null).size).toBe(0)
  })
})
