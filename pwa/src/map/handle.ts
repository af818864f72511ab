/** What both maps, the one of tiles and the plain one, are given and can be told. */

import type { Id } from '../wire.ts'
import type { Place } from './projection.ts'
import type { Sights } from './sights.ts'

export interface Handle {
  /** One step nearer or farther. */
  zoom(step: 1 | -1): void
  show(places: readonly Place[]): void
  goTo(place: Place): void
}

export interface MapProps {
  sights: Sights
  /** What the map is, for who cannot see it. */
  label: string
  /** The account whose card is open. */
  chosen: Id | null
  /** Where the phone said it is, once it was asked. */
  here: Place | null
  onChoose: (account: Id | null) => void
  onReady: (handle: Handle) => void
}

/** Screen taken by what lies over the map: nothing worth seeing is fitted under it. */
export const COVERED = { top: 72, right: 72, bottom: 96, left: 40 }
/** A finger is this wide: the nearest thing within it is what was meant. */
export const FINGER_PX = 24
