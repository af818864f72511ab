/**
 * How our own tiles are drawn: one style, in light and in dark. Pure.
 *
 * The layers are those that server/maps/layers.py builds. It names no glyphs, so that text is
 * drawn with the phone's own fonts: nothing has to be fetched for it.
 */

import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  StyleSpecification,
} from 'maplibre-gl'

export const REGION = 'region'
const CREDIT =
  '<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener">© OpenStreetMap</a>'

const LIGHT = {
  ground: '#f3f2ec',
  wood: '#cfe3c4',
  green: '#deecd0',
  field: '#eef0df',
  town: '#eae8e3',
  works: '#e6e4e8',
  sand: '#f1e8cb',
  water: '#aed2e8',
  building: '#dcd7ce',
  edge: '#d5d2ca',
  lane: '#ffffff',
  main: '#fdedc1',
  main_edge: '#dfc388',
  fast: '#f9cf94',
  fast_edge: '#d8a25c',
  path: '#bdb7aa',
  rail: '#b4b3b0',
  text: '#2c3836',
  quiet: '#5d6966',
  wet: '#2f6484',
  halo: '#fbfbf8',
}

type Colours = typeof LIGHT

const DARK: Colours = {
  ground: '#121c1a',
  wood: '#16291f',
  green: '#182c22',
  field: '#15211c',
  town: '#182321',
  works: '#1c2528',
  sand: '#2a2a1e',
  water: '#17384b',
  building: '#202c2a',
  edge: '#0d1514',
  lane: '#33413e',
  main: '#4f5140',
  main_edge: '#171d17',
  fast: '#6d5a37',
  fast_edge: '#1c1a12',
  path: '#34423f',
  rail: '#414c4a',
  text: '#dfe9e6',
  quiet: '#9fb0ac',
  wet: '#8dbfda',
  halo: '#0d1514',
}

/** `address` is where the tiles are, as a protocol of ours. */
export function regionStyle(address: string, dark: boolean): StyleSpecification {
  const colours = dark ? DARK : LIGHT
  return {
    version: 8,
    sources: { [REGION]: { type: 'vector', url: address, attribution: CREDIT } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': colours.ground } },
      ...land(colours),
      ...ways(colours),
      ...names(colours),
    ],
  }
}

const MOTORWAYS = ['motorway', 'motorway_link', 'trunk', 'trunk_link']
const MAINS = ['primary', 'primary_link', 'secondary', 'secondary_link']
const LANES = [
  ...['tertiary', 'tertiary_link', 'unclassified', 'residential', 'living_street'],
  ...['pedestrian', 'service'],
]
const PATHS = ['path', 'footway', 'cycleway', 'track', 'steps']
const GREEN = [
  ...['meadow', 'grass', 'grassland', 'park', 'garden', 'village_green', 'golf_course'],
  ...['recreation_ground', 'pitch', 'cemetery', 'allotments', 'heath', 'scrub', 'wetland'],
]

function isKind(...kinds: string[]): FilterSpecification {
  return ['in', ['get', 'kind'], ['literal', kinds]]
}

function isShape(shape: 'Polygon' | 'LineString'): FilterSpecification {
  return ['==', ['geometry-type'], shape]
}

/** A width that grows with the zoom: pairs of zoom and pixels. */
function grows(...pairs: number[]): ExpressionSpecification {
  return ['interpolate', ['exponential', 1.5], ['zoom'], ...pairs] as ExpressionSpecification
}

function fill(
  id: string,
  layer: string,
  color: string,
  filter: FilterSpecification,
): LayerSpecification {
  const paint = { 'fill-color': color }
  return { id, type: 'fill', source: REGION, 'source-layer': layer, filter, paint }
}

function land(c: Colours): LayerSpecification[] {
  const ground = (id: string, color: string, ...kinds: string[]) =>
    fill(id, 'landuse', color, isKind(...kinds))
  return [
    ground('town', c.town, 'residential', 'pedestrian'),
    ground('works', c.works, 'industrial', 'commercial', 'retail', 'railway', 'construction'),
    ground('field', c.field, 'farmland', 'farmyard', 'orchard', 'vineyard', 'plant_nursery'),
    ground('green', c.green, ...GREEN),
    ground('wood', c.wood, 'forest', 'wood', 'nature_reserve'),
    ground('sand', c.sand, 'beach', 'sand'),
    fill('water', 'water', c.water, isShape('Polygon')),
    line('stream', 'water', c.water, isShape('LineString'), grows(8, 0.6, 14, 2.5, 18, 10)),
    line('river', 'water', c.water, isKind('river', 'canal'), grows(8, 1.6, 12, 5, 14, 10, 18, 60)),
    fill('building', 'buildings', c.building, isShape('Polygon')),
  ]
}

function line(
  id: string,
  layer: string,
  color: string,
  filter: FilterSpecification,
  width: ExpressionSpecification,
): LayerSpecification {
  return {
    id,
    type: 'line',
    source: REGION,
    'source-layer': layer,
    filter,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': color, 'line-width': width },
  }
}

/** Edges lie under all roads, so that crossings are open. */
function ways(c: Colours): LayerSpecification[] {
  const road = (id: string, color: string, kinds: string[], width: ExpressionSpecification) =>
    line(id, 'roads', color, isKind(...kinds), width)
  return [
    road('path', c.path, PATHS, grows(13, 0.5, 18, 3)),
    road('lane-edge', c.edge, LANES, grows(11, 0.8, 14, 4, 18, 20)),
    road('main-edge', c.main_edge, MAINS, grows(8, 1, 12, 3.4, 14, 7, 18, 28)),
    road('fast-edge', c.fast_edge, MOTORWAYS, grows(5, 1, 10, 3.4, 14, 9, 18, 32)),
    road('lane', c.lane, LANES, grows(11, 0.4, 14, 2.8, 18, 17)),
    road('main', c.main, MAINS, grows(8, 0.5, 12, 2.2, 14, 5.4, 18, 24)),
    road('fast', c.fast, MOTORWAYS, grows(5, 0.5, 10, 2.2, 14, 7, 18, 28)),
    line('rail', 'rail', c.rail, isShape('LineString'), grows(9, 0.5, 14, 1.4, 18, 3)),
  ]
}

type Symbols = Extract<LayerSpecification, { type: 'symbol' }>
type Layout = NonNullable<Symbols['layout']>

const FONT = ['system-ui', 'sans-serif']
/** The first name's weight counts; no font is called so, and the next one is taken. */
const BOLD = ['Semibold', ...FONT]
const ALONG: Layout = { 'symbol-placement': 'line', 'text-max-angle': 30, 'text-size': 11 }

function names(c: Colours): LayerSpecification[] {
  const label = (
    id: string,
    layer: string,
    color: string,
    filter: FilterSpecification,
    layout: Layout,
  ): Symbols => ({
    id,
    type: 'symbol',
    source: REGION,
    'source-layer': layer,
    filter,
    layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, ...layout },
    paint: { 'text-color': color, 'text-halo-color': c.halo, 'text-halo-width': 1.6 },
  })
  const place = (kind: string, color: string, size: number, font = FONT) =>
    label(`place-${kind}`, 'places', color, isKind(kind), {
      'text-font': font,
      'text-size': size,
      'text-max-width': 8,
    })
  return [
    label('river-name', 'water', c.wet, isShape('LineString'), ALONG),
    label('water-name', 'water', c.wet, isShape('Polygon'), { 'text-size': 11 }),
    { ...label('lane-name', 'roads', c.quiet, isKind(...LANES), ALONG), minzoom: 14 },
    { ...label('main-name', 'roads', c.text, isKind(...MAINS), ALONG), minzoom: 12 },
    ...['locality', 'neighbourhood', 'quarter', 'hamlet'].map((kind) => place(kind, c.quiet, 11)),
    place('suburb', c.quiet, 12),
    place('village', c.text, 13),
    place('town', c.text, 14, BOLD),
    place('city', c.text, 17, BOLD),
  ]
}
