import { expect, test } from 'vitest'
import { pageKeys } from './playbook-keys.ts'

test('a page for class and state goes before the ramp’s, that before the class’s', () => {
  expect(pageKeys('invest', 'ramp')).toEqual(['invest.ramp', 'ramp', 'invest'])
})

test('in season only the class’s own pages count', () => {
  expect(pageKeys('core', 'in')).toEqual(['core.in', 'core'])
})
