/** What the screen and the worker that fetches a region say to each other. */

import type { MapRegion } from '../wire.ts'

export type Asked = { kind: 'fetch'; region: MapRegion; folder: string } | { kind: 'cancel' }
export type Said = { kind: 'progress'; done: number } | { kind: 'ended'; how: Ended }

/** `gone`: the server has newer tiles by now, or none; `broken`: this browser would not write. */
export type Ended = 'done' | 'cancelled' | 'offline' | 'gone' | 'signed-out' | 'space' | 'broken'
