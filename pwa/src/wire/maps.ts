/** What maps are drawn from. */

/** What a map without tiles draws: waters as polygons of `[lat, lon]`, and names of towns. */
export interface PlainMap {
  shoreline: [number, number][][]
  labels: { name: string; lat: number; lon: number }[]
}

/** A region whose tiles a phone can store. `bounds` are west, south, east, north. */
export interface MapRegion {
  name: string
  bytes: number
  bounds: [number, number, number, number]
  made_at: string
  /** Changes when the tiles do. */
  address: string
}

/** `style` is the address of a MapLibre style, for where no region is stored; or empty. */
export interface Maps {
  items: MapRegion[]
  style: string
}
