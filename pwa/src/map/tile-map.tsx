/** The map of tiles: MapLibre with a region of this phone, or with the style an admin set. */

import './tile-map.css'
import type { Point } from 'geojson'
import {
  addProtocol,
  type GeoJSONSource,
  Map as GlMap,
  LngLatBounds,
  Marker,
  ScaleControl,
  type StyleSpecification,
  setWorkerUrl,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { FileSource, PMTiles, Protocol } from 'pmtiles'
import { useEffect, useRef, useState } from 'preact/hooks'
import { unit } from '../ui/preferences.ts'
import type { Id } from '../wire.ts'
import { COVERED, FINGER_PX, type MapProps } from './handle.ts'
import { overlay } from './overlay.ts'
import { pinClass, pinMark, pinWords } from './pin.ts'
import type { Place } from './projection.ts'
import { dayPlaces, type Sights, type Stop } from './sights.ts'
import { regionStyle } from './style.ts'

/** A file of tiles on this phone, or the address of a style. */
export type Tiles = { file: File } | { style: string }

interface TileMapProps extends MapProps {
  tiles: Tiles
  dark: boolean
  onFail: () => void
}

interface Holder<T> {
  current: T
}

/** A style that has not come by then is taken for none. */
const PATIENCE_MS = 12_000
const SINGLE_ZOOM = 14
const MOST_FIT_ZOOM = 15

setWorkerUrl(workerUrl)
const protocol = new Protocol()
addProtocol('pmtiles', protocol.tile)

export function TileMap(props: TileMapProps) {
  const { tiles, dark, sights, chosen, here } = props
  const box = useRef<HTMLDivElement>(null)
  const map = useRef<GlMap | null>(null)
  /** Counts the styles that stand: what lies over them is drawn anew on each. */
  const [styled, setStyled] = useState(0)
  useMap(box, map, props, () => setStyled((count) => count + 1))
  const first = useRef(true)
  useEffect(() => {
    if (!first.current) map.current?.setStyle(styleOf(tiles, dark))
    first.current = false
  }, [dark])
  useEffect(() => {
    if (map.current && box.current && styled > 0) drawOver(map.current, box.current, sights, chosen)
  }, [styled, sights, chosen])
  usePins(map, props)
  useHere(map, here)
  return <div class="tiles" ref={box} />
}

function styleOf(tiles: Tiles, dark: boolean): StyleSpecification | string {
  if ('style' in tiles) return tiles.style
  protocol.add(new PMTiles(new FileSource(tiles.file)))
  return regionStyle(`pmtiles://${tiles.file.name}`, dark)
}

function useMap(
  box: Holder<HTMLDivElement | null>,
  ref: Holder<GlMap | null>,
  props: TileMapProps,
  onStyle: () => void,
): void {
  const now = useRef(props)
  now.current = props
  useEffect(() => {
    if (!box.current) return
    const made = openMap(box.current, props)
    if (!made) return props.onFail()
    ref.current = made
    const late = setTimeout(() => now.current.onFail(), PATIENCE_MS)
    const stopListening = listenForRefusals(props.tiles)
    made.on('style.load', onStyle)
    made.on('error', ({ error }) => {
      // One tile that fails is a gap; a style that fails is no map.
      if (!made.isStyleLoaded() && made.getStyle() === undefined) now.current.onFail()
      console.warn(error.message)
    })
    made.once('idle', () => {
      clearTimeout(late)
      now.current.onReady(handleOf(made))
    })
    made.on('click', ({ point }) => now.current.onChoose(dotAt(made, point)))
    return () => {
      clearTimeout(late)
      stopListening()
      ref.current = null
      made.remove()
    }
  }, [])
}

/** The stored page may not know yet that it may ask the style's origin; the next opening does. */
function listenForRefusals(tiles: Tiles): () => void {
  if (!('style' in tiles)) return () => undefined
  const renew = ({ blockedURI }: SecurityPolicyViolationEvent) => {
    if (!blockedURI.startsWith(new URL(tiles.style).origin)) return
    navigator.serviceWorker?.controller?.postMessage('renew-page')
  }
  document.addEventListener('securitypolicyviolation', renew)
  return () => document.removeEventListener('securitypolicyviolation', renew)
}

/** A phone without WebGL answers null. */
function openMap(container: HTMLElement, props: TileMapProps): GlMap | null {
  try {
    const map = new GlMap({
      container,
      style: styleOf(props.tiles, props.dark),
      bounds: boundsOf(dayPlaces(props.sights)),
      fitBoundsOptions: { padding: COVERED, maxZoom: MOST_FIT_ZOOM },
      attributionControl: { compact: false },
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      locale: { 'Map.Title': props.label },
    })
    map.touchZoomRotate.disableRotation()
    map.keyboard.disableRotation()
    map.addControl(
      new ScaleControl({ unit: unit.value === 'mi' ? 'imperial' : 'metric', maxWidth: 90 }),
      'bottom-left',
    )
    return map
  } catch {
    return null
  }
}

function boundsOf(places: readonly Place[]): LngLatBounds {
  const bounds = new LngLatBounds()
  for (const { lon, lat } of places) bounds.extend([lon, lat])
  return bounds
}

function handleOf(map: GlMap) {
  return {
    zoom: (step: 1 | -1) => void map.zoomTo(map.getZoom() + step),
    show: (places: readonly Place[]) =>
      void map.fitBounds(boundsOf(places), { padding: COVERED, maxZoom: MOST_FIT_ZOOM }),
    goTo: ({ lon, lat }: Place) =>
      void map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), SINGLE_ZOOM) }),
  }
}

function dotAt(map: GlMap, { x, y }: { x: number; y: number }): Id | null {
  if (!map.getLayer('dots')) return null
  const found = map.queryRenderedFeatures(
    [
      [x - FINGER_PX, y - FINGER_PX],
      [x + FINGER_PX, y + FINGER_PX],
    ],
    { layers: ['dots'] },
  )
  const away = (feature: (typeof found)[number]) => {
    const [lon, lat] = (feature.geometry as Point).coordinates as [number, number]
    const at = map.project([lon, lat])
    return Math.hypot(at.x - x, at.y - y)
  }
  const [nearest] = found.sort((a, b) => away(a) - away(b))
  return nearest ? String(nearest.properties.id) : null
}

/** The way and the accounts: added to a new style, moved on one that has them. */
function drawOver(map: GlMap, box: HTMLElement, sights: Sights, chosen: Id | null): void {
  const { sources, layers } = overlay(sights, chosen, getComputedStyle(box))
  for (const [id, data] of Object.entries(sources)) {
    const known = map.getSource<GeoJSONSource>(id)
    if (known) known.setData(data)
    else map.addSource(id, { type: 'geojson', data })
  }
  for (const layer of layers) if (!map.getLayer(layer.id)) map.addLayer(layer)
}

function usePins(map: Holder<GlMap | null>, { sights, chosen, onChoose }: TileMapProps): void {
  useEffect(() => {
    const shown = map.current
    if (!shown) return
    const next = sights.stops.find((stop) => stop.number === 1)
    const pins = [
      ...sights.bases.map((base) => basePin().setLngLat([base.lon, base.lat])),
      ...sights.stops.map((stop) => stopPin(stop, chosen, stop === next, onChoose)),
    ]
    for (const pin of pins) pin.addTo(shown)
    return () => {
      for (const pin of pins) pin.remove()
    }
  }, [sights, chosen])
}

function stopPin(
  stop: Stop,
  chosen: Id | null,
  next: boolean,
  onChoose: (account: Id) => void,
): Marker {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = pinClass(stop, stop.account_id === chosen, next)
  element.style.zIndex = String(stop.number > 0 ? 100 - stop.number : 0)
  element.setAttribute('aria-label', pinWords(stop))
  element.append(Object.assign(document.createElement('span'), { textContent: pinMark(stop) }))
  element.addEventListener('click', (event) => {
    event.stopPropagation()
    onChoose(stop.account_id)
  })
  return new Marker({ element }).setLngLat([stop.lon, stop.lat])
}

function basePin(): Marker {
  return bare('map-base')
}

function useHere(map: Holder<GlMap | null>, here: Place | null): void {
  useEffect(() => {
    if (!here || !map.current) return
    const dot = bare('map-here').setLngLat([here.lon, here.lat]).addTo(map.current)
    return () => void dot.remove()
  }, [here])
}

/** A mark that is nothing but a picture: the list says where the base is. */
function bare(name: string): Marker {
  const element = document.createElement('div')
  element.className = name
  const marker = new Marker({ element })
  for (const attribute of ['role', 'aria-label', 'tabindex']) element.removeAttribute(attribute)
  element.setAttribute('aria-hidden', 'true')
  return marker
}
