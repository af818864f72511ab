import { expect, test } from 'vitest'
import { standstill } from './standstill.ts'

const ANN = { name: 'Ann', active: true, base_lat: 42.6 }

test('who works and has a base is planned as usual', () => {
  expect(standstill(ANN)).toBe('')
})

test('a paused rep is said to be paused, with or without a base', () => {
  expect(standstill({ ...ANN, active: false })).toContain('Ann is paused')
  expect(standstill({ ...ANN, active: false, base_lat: null })).toContain('Ann is paused')
})

test('who was invited without a base is told where to say it', () => {
  expect(standstill({ ...ANN, base_lat: null })).toContain('no base yet')
})
