import { expect, test } from 'vitest'
import {
  answered,
  counts,
  isOfNoUse,
  missing,
  sameMapping,
  withField,
  wouldWrite,
} from './mapping.ts'

const mapping = { Customer: 'name', Town: 'city' }

test('a field belongs to one header: the last one it was given to', () => {
  expect(withField(mapping, 'Company', 'name')).toEqual({ Town: 'city', Company: 'name' })
})

test('a header can be left out', () => {
  expect(withField(mapping, 'Town', '')).toEqual({ Customer: 'name' })
})

test('needed fields without a header are named', () => {
  const fields = [
    { name: 'name', label: 'Name', needed: true },
    { name: 'number', label: 'Number', needed: true },
    { name: 'note', label: 'Note', needed: false },
  ]
  expect(missing(fields, mapping).map((field) => field.label)).toEqual(['Number'])
})

test('the order of a mapping does not matter', () => {
  expect(sameMapping(mapping, { Town: 'city', Customer: 'name' })).toBe(true)
  expect(sameMapping(mapping, { Customer: 'city', Town: 'name' })).toBe(false)
})

test('counts that are not named are 0, and only rows to write are written', () => {
  expect(counts({ counts: { add: 3, refuse: 1 } })).toEqual({
    add: 3,
    change: 0,
    unchanged: 0,
    refuse: 1,
  })
  expect(wouldWrite({ counts: { unchanged: 12, refuse: 2 } })).toBe(false)
  expect(wouldWrite({ counts: { change: 1 } })).toBe(true)
})

test('a file all refused is of no use as it is read, one that changes nothing is fine', () => {
  expect(isOfNoUse({ counts: { refused: 12 } })).toBe(true)
  expect(isOfNoUse({ counts: { unchanged: 12, refused: 2 } })).toBe(false)
  expect(isOfNoUse({ counts: { added: 1 } })).toBe(false)
})

test('an answer about the whole file goes along with the columns, an open question does not', () => {
  const choice = { name: 'date_order', label: 'Order', options: ['day-first', 'month-first'] }
  expect(answered({ mapping, choices: [{ ...choice, chosen: 'day-first' }] })).toEqual({
    ...mapping,
    date_order: 'day-first',
  })
  expect(answered({ mapping, choices: [{ ...choice, chosen: null }] })).toEqual(mapping)
})
