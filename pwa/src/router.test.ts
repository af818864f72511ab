import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hash, isForm, type Route, route } from './router.ts'

const uuid = fc.uuid({ version: 7 })
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.constantFrom<Route>(
    { screen: 'today' },
    { screen: 'accounts' },
    { screen: 'settings' },
    { screen: 'outbox' },
    { screen: 'sign-in' },
    { screen: 'week', on: null },
    { screen: 'week', on: '2026-05-05' },
  ),
  uuid.map((id): Route => ({ screen: 'account', id })),
  uuid.map((id): Route => ({ screen: 'visit', id })),
  uuid.map((visit): Route => ({ screen: 'report', visit })),
  uuid.map((account): Route => ({ screen: 'report-extra', account })),
)

test('every route comes back from its hash', () => {
  fc.assert(
    fc.property(routes, (one) => {
      expect(route(hash(one))).toEqual(one)
    }),
  )
})

test('whatever stands in the address bar leads somewhere', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(hash(route(`#/${text}`))).toMatch(/^#\//)
    }),
  )
  expect(route('#/account/not-an-id')).toEqual({ screen: 'today' })
  expect(route('')).toEqual({ screen: 'today' })
  expect(route('#/week/2026-13-45')).toEqual({ screen: 'week', on: null })
})

test('an update waits while somebody writes', () => {
  expect(isForm({ screen: 'report', visit: 'x' })).toBe(true)
  expect(isForm({ screen: 'today' })).toBe(false)
})
