import { describe, expect, test } from 'vitest'
import { newRow } from './outbox-life.ts'
import { addedAccounts } from './prospect.ts'
import { makeAccount } from './testing.ts'
import type { MeRow, ProspectArgs, SyncItem } from './wire.ts'

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
    const [added] = addedAccounts([waiting], new Map(), null, CAFE.on).values()
    expect([added?.name, added?.account_class]).toEqual(['Corner Café', 'prospect'])
    expect(added?.contacts).toEqual([{ name: 'Zoë', phone: '', email: '' }])
  })

  test("gives way to the server's row", () => {
    const known = new Map([['a', makeAccount({ id: 'a' })]])
    expect(addedAccounts([waiting], known, null, CAFE.on).size).toBe(0)
  })

  test('is gone when it was refused', () => {
    expect(addedAccounts([{ ...waiting, state: 'refused' }], new Map(), null, CAFE.on).size).toBe(0)
  })

  test.each([
    ['2026-05-05', 'due', 0],
    ['2026-05-12', 'due', 7],
    ['2026-05-13', 'overdue', 8],
  ] as const)(
    'is to be contacted within five working days: on %s it is %s',
    (today, state, days) => {
      const me = { id: 'ann', name: 'Ann', first_touch_days: 5 } as MeRow
      const [added] = addedAccounts([waiting], new Map(), me, today).values()
      expect(added?.due).toMatchObject({ state, days, latest: '2026-05-12', reason: 'first_touch' })
    },
  )

  test('has no deadline where the server has told none', () => {
    const [added] = addedAccounts([waiting], new Map(), null, CAFE.on).values()
    expect([added?.due.state, added?.due.latest]).toEqual(['open', null])
  })
})
