import { expect, test } from 'vitest'
import { overlay } from './overlay.ts'
import { DUE_STATES, type Sights } from './sights.ts'

const NONE: Sights = { bases: [], stops: [], line: [], dots: [], towns: [], missing: 0 }
const COLOURS = { getPropertyValue: (name: string) => ` colour of ${name}` }

test('a day without stops draws no line', () => {
  expect(overlay(NONE, null, COLOURS).sources.way.features).toEqual([])
})

test('every due state has a colour of its own', () => {
  const dots = overlay(NONE, null, COLOURS).layers.find((layer) => layer.id === 'dots')
  const paint = JSON.stringify(dots?.paint)
  expect(DUE_STATES.filter((state) => !paint.includes(`"colour of --dot-${state}"`))).toEqual([])
})
