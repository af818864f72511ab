/** What lies over the tiles: the way of the day and the accounts by due state. Pure. */

import type { Feature, FeatureCollection, Point } from 'geojson'
import type { CircleLayerSpecification, LayerSpecification } from 'maplibre-gl'
import type { Id } from '../wire.ts'
import { type Dot, DUE_STATES, type Sights } from './sights.ts'

/** Where a colour stands by name: the theme's custom properties. */
export interface Colours {
  getPropertyValue(name: string): string
}

export function overlay(sights: Sights, chosen: Id | null, colours: Colours) {
  const of = (name: string) => colours.getPropertyValue(name).trim()
  const dots = [...sights.dots].sort(
    (a, b) => DUE_STATES.indexOf(b.state) - DUE_STATES.indexOf(a.state),
  )
  return {
    sources: {
      way: collection(wayOf(sights)),
      dots: collection(dots.map(pointOf)),
      marked: collection(dots.filter((dot) => dot.account_id === chosen).map(pointOf)),
    } satisfies Record<string, FeatureCollection>,
    layers: [
      way('way-edge', of('--map-way-edge'), 7),
      way('way', of('--map-way'), 4),
      dotLayer(of),
      marked(of('--text')),
    ],
  }
}

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}

function wayOf(sights: Sights): Feature[] {
  if (sights.line.length < 2) return []
  const coordinates = sights.line.map(({ lon, lat }) => [lon, lat])
  return [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates } }]
}

function pointOf({ account_id: id, state, lon, lat }: Dot): Feature {
  const geometry: Point = { type: 'Point', coordinates: [lon, lat] }
  return { type: 'Feature', properties: { id, state }, geometry }
}

function way(id: string, color: string, width: number): LayerSpecification {
  return {
    id,
    type: 'line',
    source: 'way',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': color, 'line-width': width },
  }
}

/** The pressing ones are larger: colour alone is not seen by everybody. */
function dotLayer(of: (name: string) => string): CircleLayerSpecification {
  const colours = DUE_STATES.flatMap((state) => [state, of(`--dot-${state}`)])
  const radius = [
    'match',
    ['get', 'state'],
    ['overdue', 'due'],
    7,
    ['off_season', 'no_cadence'],
    4,
    5.5,
  ]
  return {
    id: 'dots',
    type: 'circle',
    source: 'dots',
    paint: {
      'circle-color': ['match', ['get', 'state'], ...colours, of('--dot-not_due')] as never,
      'circle-radius': radius as never,
      'circle-stroke-color': of('--surface'),
      'circle-stroke-width': 1.5,
    },
  }
}

function marked(color: string): CircleLayerSpecification {
  return {
    id: 'marked',
    type: 'circle',
    source: 'marked',
    paint: {
      'circle-radius': 11,
      'circle-opacity': 0,
      'circle-stroke-color': color,
      'circle-stroke-width': 3,
    },
  }
}
