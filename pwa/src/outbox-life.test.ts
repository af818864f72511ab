import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from './ids.ts'
import * as outbox from './outbox-life.ts'
import { id, makeItem, makeRow } from './testing.ts'
import { isId } from './wire.ts'

test('a row waits 8 seconds for an undo, unless it is urgent or may have left already', () => {
  const row = makeRow({ made_ms: 1000 })
  expect(outbox.isReady(row, 8999)).toBe(false)
  expect(outbox.isReady(row, 9000)).toBe(true)
  expect(outbox.isReady(row, 1000, true)).toBe(true)
  expect(outbox.isReady({ ...row, left: true }, 1000)).toBe(true)
})

test('a clock that was set back does not hold a row', () => {
  expect(outbox.isReady(makeRow({ made_ms: 5_000_000 }), 1000)).toBe(true)
})

test('a refused row is never sent by itself', () => {
  expect(outbox.isReady(makeRow({ state: 'refused' }), 1e9, true)).toBe(false)
})

test('a batch is in the order of making, at most 50 and at most 200 kB', () => {
  const note = fc.string({ maxLength: 3000 })
  fc.assert(
    fc.property(fc.array(note, { maxLength: 90 }), (notes) => {
      const rows = notes.map((text, at) => {
        const args = { ...makeItem().args, note: text.repeat(3) } as never
        return makeRow({ seq: at + 1, item: makeItem({ id: id(at), args }) })
      })
      const chosen = outbox.batch([...rows].reverse(), 1e9)
      expect(chosen).toEqual(rows.slice(0, chosen.length))
      expect(chosen.length).toBeLessThanOrEqual(50)
      const bytes = new TextEncoder().encode(JSON.stringify(chosen.map((row) => row.item))).length
      if (chosen.length > 1) expect(bytes).toBeLessThan(outbox.MOST_BYTES + 100)
      expect(chosen.length > 0 || rows.length === 0).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('a yes leaves, a no stays with its reason, what was not answered is untouched', () => {
  const rows = [1, 2, 3, 4].map((n) => makeRow({ seq: n, item: makeItem({ id: id(n) }) }))
  const { leave, keep } = outbox.settled(rows, [
    { id: id(1), status: 'accepted' },
    { id: id(2), status: 'duplicate' },
    { id: id(3), status: 'duplicate', code: 'already_made', text: 'Already made.' },
  ])
  expect(leave.map((row) => row.seq)).toEqual([1, 2])
  expect(keep).toEqual([
    expect.objectContaining({
      seq: 3,
      state: 'refused',
      code: 'already_made',
      text: 'Already made.',
    }),
  ])
})

test('trying again takes a new id where the server has answered the old one, and only there', () => {
  const row = makeRow({ state: 'refused', code: 'already_made' })
  expect(outbox.again(row, id(9), 5).item.id).toBe(id(9))
  expect(outbox.again({ ...row, code: outbox.NOT_TAKEN }, id(9), 5).item.id).toBe(row.item.id)
})

test('undo deletes what has not left, and takes back what may have', () => {
  expect(outbox.undoing(makeRow())).toBe('delete')
  expect(outbox.undoing(makeRow({ left: true }))).toBe('withdraw')
  expect(outbox.undoing(undefined)).toBe('withdraw')
})

test('ids are UUIDs of version 7 that sort by time', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 40), fc.nat(2 ** 40), (a, b) => {
      const [first, second] = [newId(Math.min(a, b)), newId(Math.max(a, b) + 1)]
      expect(isId(first)).toBe(true)
      expect(first[14]).toBe('7')
      expect(first < second).toBe(true)
    }),
  )
})
