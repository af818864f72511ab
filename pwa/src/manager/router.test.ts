import { expect, test } from 'vitest'
import { href, parse } from './router.ts'

test('an address keeps the screen and what is chosen on it', () => {
  const query = { by: 'tier', key: 'A & B', metric: 'attainment' }
  expect(parse(href('board', query))).toEqual({ screen: 'board', query })
})

test('what is empty is left out of an address', () => {
  expect(href('accounts', { q: '', rep: null })).toBe('#/accounts')
})

test.each(['', '#', '#/', '#/nowhere?x=1'])('an unknown address %s is this week', (hash) => {
  expect(parse(hash).screen).toBe('monday')
})
