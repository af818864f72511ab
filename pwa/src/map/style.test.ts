import { readFileSync } from 'node:fs'
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { expect, test } from 'vitest'
import { regionStyle } from './style.ts'

const BUILT = readFileSync('../server/maps/layers.py', 'utf8')
const STYLES = [regionStyle('pmtiles://a', false), regionStyle('pmtiles://a', true)]

test.each(STYLES)('the style is one that the map understands', (style) => {
  expect(validateStyleMin(style).map((error) => error.message)).toEqual([])
})

test('every layer draws one that the server builds, and each of those is drawn', () => {
  const built = /^LAYERS = \((.*)\)$/m.exec(BUILT)?.[1]?.match(/\w+/g)
  const drawn = STYLES[0]?.layers.flatMap((layer) =>
    'source-layer' in layer ? [String(layer['source-layer'])] : [],
  )
  expect(new Set(drawn)).toEqual(new Set(built))
})

test('every kind of road that the server builds is drawn', () => {
  const built = /^ROADS = \{([^}]*)\}/m.exec(BUILT)?.[1]?.match(/[a-z_]+/g) ?? []
  const drawn = JSON.stringify(STYLES[0])
  expect(built.length).toBeGreaterThan(10)
  expect(built.filter((kind) => !drawn.includes(`"${kind}"`))).toEqual([])
})

test('nothing is fetched for it but the tiles', () => {
  for (const style of STYLES) {
    expect([style.glyphs, style.sprite]).toEqual([undefined, undefined])
    expect(Object.keys(style.sources)).toEqual(['region'])
  }
})
