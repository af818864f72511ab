import { expect, test } from 'vitest'
import { pinched } from './gestures.ts'

const VIEW = { lat: 49.4, lon: 8.7, scale: 4000 }
const STILL = { x: -50, y: 0 }

test('fingers that move apart make the map grow by as much', () => {
  expect(pinched(VIEW, STILL, { x: 50, y: 0 }, { x: 150, y: 0 }).scale).toBe(8000)
  expect(pinched(VIEW, STILL, { x: 150, y: 0 }, { x: 50, y: 0 }).scale).toBe(2000)
})

test('two fingers on one spot do not blow it up', () => {
  expect(Number.isFinite(pinched(VIEW, STILL, STILL, STILL).scale)).toBe(true)
})
