import { expect, test } from 'vitest'
import { line } from './line.ts'

const at = (day: number, value: number | null) => ({ on: `2026-05-0${day}`, value })

test('time goes right and more goes up', () => {
  const made = line([at(1, 0.2), at(3, 0.8)], 100, 50)
  expect(made?.path).toBe('M0.0 50.0L100.0 0.0')
})

test('a night without a value breaks the line', () => {
  const made = line([at(1, 0.2), at(2, null), at(3, 0.8), at(4, 0.8)], 90, 50)
  expect(made?.path.match(/M/g)).toHaveLength(2)
  expect(made?.dots).toHaveLength(3)
})

test('a single night is a dot in the middle, none is no chart', () => {
  expect(line([at(1, 0.5)], 100, 50)?.dots[0]).toMatchObject({ x: 50, y: 25 })
  expect(line([at(1, null)], 100, 50)).toBeNull()
})

test('equal values make a flat line, not a division by nothing', () => {
  const made = line([at(1, 0.5), at(2, 0.5)], 100, 50)
  expect(made?.dots.map((dot) => dot.y)).toEqual([25, 25])
})
