import { expect, test } from 'vitest'
import { makeRep } from '../testing.ts'
import { clockText, fault, newForm, repChange, repForm, seconds } from './week.ts'

test('a form that nobody touched says what the rep already has', () => {
  const rep = makeRep()
  expect(rep).toMatchObject(repChange(repForm(rep)))
})

test('clock times go to seconds and back', () => {
  for (const text of ['00:00', '08:05', '23:59']) expect(clockText(seconds(text))).toBe(text)
  expect(seconds('')).toBeNull()
})

test('a free day has no hours', () => {
  const form = repForm(makeRep())
  const days = form.days.map((day, at) => (at === 0 ? { ...day, works: false } : day))
  expect(repChange({ ...form, days }).week?.[0]).toBeNull()
})

test('a form with a fault says which', () => {
  const form = repForm(makeRep())
  const backwards = form.days.map((day, at) => (at === 1 ? { ...day, end: '06:00' } : day))
  expect(fault(form)).toBe('')
  expect(fault({ ...form, days: backwards })).toContain('Tue')
  expect(fault({ ...form, lunch_minutes: '500' })).toContain('Lunch')
  expect(fault({ ...form, lat: '' })).toContain('base')
})

test('somebody new works Monday to Friday and may have no base yet', () => {
  const form = newForm('Europe/Berlin', 'de')
  expect(fault(form)).toBe('')
  expect(repChange(form)).toMatchObject({
    base_lat: null,
    base_lon: null,
    country: 'DE',
    subdivision: null,
    zone: 'Europe/Berlin',
  })
  expect(repChange(form).week?.filter(Boolean)).toHaveLength(5)
})

test('half a base is refused', () => {
  expect(fault({ ...newForm('UTC', 'US'), lat: '42.5' })).toContain('latitude')
})
