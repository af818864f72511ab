/** Regions to store on this phone: what there is, how large, how far; and away with it. */

import { useEffect, useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { date } from '../ui/format.ts'
import { Chip } from '../ui/pieces.tsx'
import { size } from '../ui/size.ts'
import { t } from '../ui/t.ts'
import { toast } from '../ui/toast.tsx'
import type { MapRegion } from '../wire.ts'
import './map-storage.css'
import * as regions from './regions.ts'

/** For the map's sheet and for the settings. */
export function MapStorage() {
  useEffect(() => void regions.look(), [])
  const [offered, stored] = [regions.offered.value, regions.stored.value]
  if (!regions.canStore()) return <p class="quiet">{t('map.storage_unable')}</p>
  const offers = offered ?? []
  const gone = stored.filter((one) => !offers.some((offer) => offer.name === one.name))
  return (
    <div class="stack">
      <p class="quiet">{t('map.storage_lead')}</p>
      {offered === null && <p class="quiet">{t('map.storage_offline')}</p>}
      {offered?.length === 0 && gone.length === 0 && <p>{t('map.storage_none')}</p>}
      {offers.length + gone.length > 0 && (
        <ul class="card list">
          {[...offers, ...gone].map((one) => (
            <Region key={one.name} offer={one} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Region({ offer }: { offer: MapRegion }) {
  const stored = regions.stored.value.find((one) => one.name === offer.name) ?? null
  const old = stored !== null && regions.isOld(stored, regions.offered.value)
  const running = regions.running.value
  const mine = running?.region.name === offer.name
  const shown = stored ?? offer
  return (
    <li class="region">
      <div class="row wrap">
        <strong class="grow">{offer.name}</strong>
        {stored && <Chip tone="ok">{t('map.storage_stored')}</Chip>}
        {old && <Chip tone="info">{t('map.storage_newer')}</Chip>}
      </div>
      <p class="quiet small">
        {t('map.storage_size', {
          size: size(shown.bytes),
          date: date(shown.made_at.slice(0, 10), new Date().toISOString()),
        })}
      </p>
      {mine && running ? (
        <Progress running={running} />
      ) : (
        <Acts offer={offer} stored={stored} old={old} busy={running !== null} />
      )}
    </li>
  )
}

function Progress({ running }: { running: regions.Download }) {
  const { region, done } = running
  return (
    <div class="stack">
      <progress max={region.bytes} value={done} aria-label={runningWords(region)} />
      <div class="row">
        <span class="grow small number">
          {t('map.storage_progress', { done: size(done), size: size(region.bytes) })}
        </span>
        <Button onClick={regions.cancel}>{t('app.cancel')}</Button>
      </div>
    </div>
  )
}

function runningWords(region: MapRegion): string {
  return t('map.storage_running', { name: region.name })
}

interface ActsProps {
  offer: MapRegion
  stored: regions.Stored | null
  old: boolean
  busy: boolean
}

function Acts({ offer, stored, old, busy }: ActsProps) {
  const [missing, setMissing] = useState(0)
  const get = async () => {
    const short = await regions.shortOf(offer)
    setMissing(short)
    if (short > 0) return
    await regions.download(offer)
    if (regions.running.value === null && regions.isStored(offer)) {
      toast(t('map.storage_done', { name: offer.name }))
    }
  }
  const drop = async (one: regions.Stored) => {
    await regions.remove(one)
    toast(t('map.storage_deleted', { name: one.name }))
  }
  const wrong = whyNot(offer, missing)
  return (
    <>
      {wrong && (
        <p class="region-wrong" role="alert">
          {wrong}
        </p>
      )}
      <div class="actions">
        {(!stored || old) && (
          <Button look="primary" icon="download" disabled={busy} onClick={() => void get()}>
            {t(old ? 'map.storage_renew' : 'map.storage_get')}
          </Button>
        )}
        {stored && (
          <Button
            look="danger"
            icon="trash"
            aria-label={t('map.storage_delete_name', { name: stored.name })}
            onClick={() => void drop(stored)}
          >
            {t('map.storage_delete')}
          </Button>
        )}
      </div>
    </>
  )
}

/** What stands in the way of this region, and what to do. */
function whyNot(offer: MapRegion, missing: number): string | null {
  if (missing > 0) return t('map.storage_short', { missing: size(missing) })
  const { region, why } = regions.failed.value ?? {}
  return region === offer.name && why ? t(`map.failed.${why}`) : null
}
