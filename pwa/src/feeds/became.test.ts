import { beforeAll, expect, test } from 'vitest'
import { loadMoreTexts } from '../ui/t.ts'
import { becameWords, type Story } from './became.ts'

beforeAll(loadMoreTexts)

const story: Story = { state: 'missed', on: '2026-05-05', told_on: '2026-05-06', next_on: null }

test('a visit that was told of is dated by what was told', () => {
  const said = becameWords(story, '2026-06-01')
  expect(said).toMatch(/^This visit was missed on .*6 May|^This visit was missed on .*May 6/)
  expect(said).toContain('No further visit is planned.')
})

test('a cancelled visit names its date and the next one', () => {
  const said = becameWords(
    { state: 'cancelled', on: '2026-05-05', told_on: null, next_on: '2026-05-14' },
    '2026-05-06',
  )
  expect(said).toMatch(/cancelled.*5.*next visit.*14/)
})

test.each(['open', 'skipped'] as const)('one that is %s needs no next one', (state) => {
  const said = becameWords({ ...story, state, told_on: null }, '2026-05-01')
  expect(said).not.toContain('further')
})
