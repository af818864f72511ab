/** "I am here": one look at the phone's place, by a tap, never in the background. */

import * as acts from '../../acts.ts'
import * as phone from '../../phone.ts'
import { distanceKm } from '../../planner/travel.ts'
import { length } from '../../ui/format.ts'
import { unit } from '../../ui/preferences.ts'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import type { VisitRow } from '../../wire.ts'
import { offerUndo } from './undo.ts'

export interface Here {
  lat: number
  lon: number
  accuracy_m: number
}

const PATIENCE_MS = 8000
/** Farther off than this is worth a word; it is never an error. */
const FAR_M = 300

/** Where the phone is, or null: no permission, no fix, no such sensor. */
export function here(): Promise<Here | null> {
  return new Promise((found) => {
    if (!navigator.geolocation) return found(null)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        found({
          lat: coords.latitude,
          lon: coords.longitude,
          accuracy_m: Math.round(Math.min(coords.accuracy, 1_000_000)),
        }),
      () => found(null),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    )
  })
}

export async function checkIn(visit: VisitRow): Promise<void> {
  const place = await here()
  const args = {
    visit_id: visit.id,
    on: phone.today.value,
    lat: place?.lat ?? null,
    lon: place?.lon ?? null,
    accuracy_m: place?.accuracy_m ?? null,
  }
  const saved = await acts.say({ kind: 'check_in', args }, visit)
  if (!saved.ok) return toast(t('report.failed', { why: saved.why }))
  offerUndo(words(visit, place), saved.value.item.id)
}

function words(visit: VisitRow, place: Here | null): string {
  if (!place) return t('check_in.no_place')
  const account = phone.account(visit.account_id)
  if (account?.lat == null || account.lon == null) return t('check_in.done')
  const away_m = distanceKm(place, { lat: account.lat, lon: account.lon }) * 1000
  if (away_m - place.accuracy_m < FAR_M) return t('check_in.done')
  return t('check_in.far', { length: length(away_m, unit.value) })
}
