import { expect, test } from 'vitest'
import type { KeptAside } from '../wire.ts'
import { described, title } from './kept-aside.ts'

const row: KeptAside = {
  id: '1',
  person_id: '2',
  rep: 'Ann',
  device: 'Chrome on Android',
  kind: 'report',
  account: 'Anchor Grill',
  on: '2026-05-05',
  outcome: 'made',
  note: 'Wants a freezer',
  kept_at: '2026-05-05T12:00:00Z',
}

test('reports are counted as reports, mixed things as things', () => {
  expect(title([row])).toBe('From a lost phone: 1 report')
  expect(title([row, row, row])).toBe('From a lost phone: 3 reports')
  expect(title([row, { ...row, kind: 'drop' }])).toBe('From a lost phone: 2 things')
})

test('what it says is told in words, with the date as people write it', () => {
  expect(described(row)).toMatch(/^Report · .*5.* · visit made · Wants a freezer$/)
})

test('a date that is none and a kind nobody knows are not shown as if they were', () => {
  for (const on of ['soon', '2026-13-99']) {
    const odd = { ...row, kind: 'x', on, outcome: 'y', note: '' }
    expect(described(odd)).toBe('Something unknown')
  }
})
