import { expect, test } from 'vitest'
import { address } from './api.ts'
import { filterOf, listOf, NONE, narrowTo } from './filter.ts'

test('a board is narrowed by what its address names, and by nothing else', () => {
  expect(filterOf({ only_rep: 'a', by: 'tier' })).toEqual({ rep: 'a' })
  expect(filterOf({ only_segment: NONE })).toEqual({ segment: '' })
})

test('who narrows to nobody’s accounts asks for those without a rep', () => {
  const change = narrowTo('rep', '')
  expect(filterOf(change as Record<string, string>)).toEqual({ rep: '' })
  expect(narrowTo('rep', null)).toEqual({ only_rep: null })
})

test('the list of a heat table’s field is narrowed by class and tier', () => {
  const query = { of_class: 'core', of_tier: 'A', only_rep: 'r' }
  expect(listOf(query)).toEqual({ rep: 'r', account_class: 'core', tier: 'A' })
})

test('the list of a group keeps the board’s filter', () => {
  const asked = listOf({ of: 'segment', key: NONE, only_tier: 'A' })
  expect(asked).toEqual({ tier: 'A', by: 'segment', key: '' })
})

test('an address keeps an empty value and leaves out what is not asked', () => {
  expect(address('/list', { rep: '', key: undefined })).toBe('/api/coverage/list?rep=')
})
