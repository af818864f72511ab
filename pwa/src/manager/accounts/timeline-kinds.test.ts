import { expect, test } from 'vitest'
import { counts, shown } from './timeline-kinds.ts'
import type { TimelineEntry, TimelineKind } from './wire.ts'

const entry = (kind: TimelineKind, id: string): TimelineEntry => ({
  id,
  on: '2026-05-05',
  at: null,
  kind,
  what: '',
  who: '',
  text: '',
})
const LIFE = [entry('touch', '1'), entry('report', '2'), entry('report', '3')]

test('kinds are counted in one order, and the counts are the whole', () => {
  expect(counts(LIFE)).toEqual([
    ['report', 2],
    ['touch', 1],
  ])
})

test('a kind that is left out is gone, the others stay in their order', () => {
  expect(shown(LIFE, new Set(['touch'])).map((one) => one.id)).toEqual(['2', '3'])
})
