import { expect, test } from 'vitest'
import type { CadenceRule } from '../wire.ts'
import { ruleFault, ruleForm, ruleOf } from './rules.ts'

const rule: CadenceRule = {
  account_class: 'core',
  tier: 'A',
  interval_d: 10,
  tolerance_d: 1.75,
  service_s: 1800,
  channel: 'visit',
  value: 4,
}

test('what was not touched keeps its exact value, though weeks are rounded on the screen', () => {
  expect(ruleOf(rule, { ...ruleForm(rule), minutes: '45' })).toEqual({ ...rule, service_s: 2700 })
})

test('weeks become days; none asks for nothing', () => {
  expect(ruleOf(rule, { ...ruleForm(rule), weeks: '2' }).interval_d).toBe(14)
  expect(ruleOf(rule, { ...ruleForm(rule), weeks: '' }).interval_d).toBeNull()
})

test.each([
  [{ weeks: '0' }, 'interval'],
  [{ weeks: '200' }, 'interval'],
  [{ tolerance: '0' }, 'tolerance'],
  [{ minutes: '0' }, 'Minutes'],
  [{ weight: '' }, 'weight'],
  [{ weight: '-1' }, 'weight'],
])('%o cannot be saved', (part, word) => {
  expect(ruleFault({ ...ruleForm(rule), ...part })).toContain(word)
})

test('a weight is kept as typed', () => {
  expect(ruleOf(rule, { ...ruleForm(rule), weight: '2.5' }).value).toBe(2.5)
})

test('without an interval no tolerance is needed', () => {
  expect(ruleFault({ ...ruleForm(rule), weeks: '', tolerance: '' })).toBe('')
})
