import { expect, test } from 'vitest'
import { apart } from './land.tsx'
import { frameOf } from './projection.ts'

const FRAME = frameOf({ lat: 42, lon: -88, scale: 1000 }, 390, 600)
const town = (name: string, lat: number, lon = -88) => ({ name, lat, lon })

test('of two names that overlap the first is written, the one apart too', () => {
  const named = apart([town('Large', 42), town('Small', 42.005), town('Far', 42.1)], FRAME)
  expect(named.map((one) => one.name)).toEqual(['Large', 'Far'])
})

test('a town out of sight takes no room', () => {
  expect(apart([town('Away', 50)], FRAME)).toEqual([])
})
