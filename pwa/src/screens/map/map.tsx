/** The day on a map, and the same as a list. MapLibre comes only when there is something for it. */

import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Handle, MapProps } from '../../map/handle.ts'
import { Legend } from '../../map/legend.tsx'
import { MapStorage } from '../../map/map-storage.tsx'
import { PlainMap } from '../../map/plain-map.tsx'
import type { Place } from '../../map/projection.ts'
import * as regions from '../../map/regions.ts'
import { dayPlaces, type Sights, sights } from '../../map/sights.ts'
import type { Tiles } from '../../map/tile-map.tsx'
import { readWaters } from '../../map/waters.ts'
import * as phone from '../../phone.ts'
import { Button } from '../../ui/button.tsx'
import { Choices } from '../../ui/choices.tsx'
import { EmptyState } from '../../ui/pieces.tsx'
import { theme } from '../../ui/preferences.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import type { Id } from '../../wire.ts'
import { AccountCard } from './card.tsx'
import { Controls } from './controls.tsx'
import { SightsList } from './list.tsx'
import './map.css'

type Shown = 'map' | 'list'

/** They outlive the screen: who comes back from an account finds the map as it was. */
const shown = signal<Shown>('map')
const chosen = signal<Id | null>(null)

export function MapScreen() {
  const [storage, setStorage] = useState(false)
  useEffect(() => {
    void regions.look()
    void readWaters()
  }, [])
  const seen = useSights()
  const card = chosen.value && phone.account(chosen.value)
  return (
    <main class={`map-screen as-${shown.value}`} id="main">
      <h1 class="visually-hidden">{t('map.title')}</h1>
      <div class="map-top">
        <Choices
          legend={t('map.view')}
          hideLegend
          name="view"
          segmented
          value={shown.value}
          onChange={(value: Shown) => {
            shown.value = value
          }}
          choices={[
            { value: 'map', label: t('map.map') },
            { value: 'list', label: t('map.list') },
          ]}
        />
        <Button
          icon="download"
          round
          aria-label={t('map.storage')}
          onClick={() => setStorage(true)}
        />
      </div>
      {shown.value === 'map' ? (
        <Maps seen={seen} onStorage={() => setStorage(true)} />
      ) : (
        <SightsList seen={seen} />
      )}
      {shown.value === 'map' && card && (
        <AccountCard account={card} seen={seen} onClose={() => choose(null)} />
      )}
      {storage && (
        <Sheet title={t('map.storage')} onClose={() => setStorage(false)}>
          <MapStorage />
        </Sheet>
      )}
    </main>
  )
}

function choose(account: Id | null): void {
  chosen.value = account
}

function useSights(): Sights {
  const { rows, me, todaysDay } = phone
  const [base, day] = [rows.value, todaysDay.value]
  return useMemo(() => {
    const frame = base.days.get(day.on)
    const home = homeOf(me.value)
    const ends = { start: frame?.start ?? home, end: frame?.end ?? home }
    return sights(day, ends, base.accounts.values())
  }, [base, day])
}

function homeOf(me: typeof phone.me.value): Place | null {
  if (!me || me.base_lat === null || me.base_lon === null) return null
  return { lat: me.base_lat, lon: me.base_lon }
}

// --- which map -----------------------------------------------------------------------------------

type TileMap = ComponentType<MapProps & { tiles: Tiles; dark: boolean; onFail: () => void }>

const tileMap: Signal<TileMap | null> = signal(null)

async function loadTileMap(): Promise<void> {
  tileMap.value ??= (await import('../../map/tile-map.tsx')).TileMap
}

/** The plain map at once; the one of tiles over it as soon as that can be seen. */
function Maps({ seen, onStorage }: { seen: Sights; onStorage: () => void }) {
  const [handle, setHandle] = useState<Handle | null>(null)
  const [here, setHere] = useState<Place | null>(null)
  const [ready, setReady] = useState<string | null>(null)
  const [broken, setBroken] = useState<string | null>(null)
  const dark = useDark()
  const source = useTiles(seen)
  const Tiled = tileMap.value
  const tiles = source && source.key !== broken ? source : null
  if (dayPlaces(seen).length === 0) {
    return <EmptyState icon="pin" title={t('map.empty')} text={t('map.empty_lead')} />
  }
  const props = { sights: seen, label: labelOf(seen), chosen: chosen.value, here, onChoose: choose }
  const standing = tiles !== null && ready === tiles.key
  return (
    <>
      {!standing && <PlainMap {...props} onReady={setHandle} />}
      {tiles && Tiled && (
        <div class={standing ? 'tiles-over' : 'tiles-over coming'} inert={!standing}>
          <Tiled
            key={tiles.key}
            {...props}
            tiles={tiles.tiles}
            dark={dark}
            onReady={(its) => {
              setHandle(its)
              setReady(tiles.key)
            }}
            onFail={() => setBroken(tiles.key)}
          />
        </div>
      )}
      {handle && (
        <Controls
          handle={handle}
          places={dayPlaces(seen)}
          onHere={() => void find(setHere, handle)}
        />
      )}
      {!chosen.value && (
        <Legend dots={seen.dots} missing={seen.missing}>
          {!standing && tiles === null && <StoreHint onStorage={onStorage} />}
        </Legend>
      )}
    </>
  )
}

/** Says that there could be streets here, where a region waits to be stored. */
function StoreHint({ onStorage }: { onStorage: () => void }) {
  if (!regions.offered.value?.length || regions.running.value) return null
  return (
    <Button look="plain" icon="download" onClick={onStorage}>
      {t('map.store_hint')}
    </Button>
  )
}

function labelOf(seen: Sights): string {
  const count = seen.stops.length
  return count > 0 ? t('map.label', { count }) : t('map.label_accounts')
}

interface Source {
  key: string
  tiles: Tiles
}

/** A region of this phone that the day lies in, else the admin's style where there is network. */
function useTiles(seen: Sights): Source | null {
  const [file, setFile] = useState<File | null>(null)
  const region = regions.covering(regions.stored.value, dayPlaces(seen))
  useEffect(() => {
    if (region) regions.openTiles(region).then(setFile, () => setFile(null))
    else setFile(null)
  }, [region?.file])
  const online = phone.phase.value !== 'offline' && navigator.onLine
  const address = region || !online ? '' : regions.style.value
  const source = useMemo(() => {
    if (file) return { key: file.name, tiles: { file } }
    return address ? { key: address, tiles: { style: address } } : null
  }, [file, address])
  useEffect(() => {
    if (source) loadTileMap().catch(() => undefined)
  }, [source])
  return source
}

function useDark(): boolean {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const [dark, setDark] = useState(system.matches)
  useEffect(() => {
    const follow = () => setDark(system.matches)
    system.addEventListener('change', follow)
    return () => system.removeEventListener('change', follow)
  }, [])
  return theme.value === 'auto' ? dark : theme.value === 'dark'
}

const POSITION_MS = 8000

/** Only on a tap, and never told to anybody. */
async function find(show: (place: Place) => void, handle: Handle): Promise<void> {
  const options = { enableHighAccuracy: true, timeout: POSITION_MS, maximumAge: 30_000 }
  try {
    const { coords } = await new Promise<GeolocationPosition>((found, failed) =>
      navigator.geolocation.getCurrentPosition(found, failed, options),
    )
    const place = { lat: coords.latitude, lon: coords.longitude }
    show(place)
    handle.goTo(place)
  } catch {
    toast(t('map.here_failed'))
  }
}
