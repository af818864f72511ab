/** What lies under the accounts on a plain map, as SVG: waters and the names of towns. */

import { type Frame, isInside, type Place, path } from './projection.ts'

type Line = readonly (readonly [number, number])[]

export function Waters({ lines, of }: { lines: readonly Line[]; of: Frame }) {
  return (
    <>
      {lines.map((line) => (
        <path class="water" key={line[0]?.join()} d={`${path(line, of)}Z`} />
      ))}
    </>
  )
}

interface Named extends Place {
  name: string
}

/** A name stands above its place, so that the accounts of the town do not cover it. */
const ABOVE = 14

export function Towns({ towns, of }: { towns: readonly Named[]; of: Frame }) {
  return (
    <>
      {towns
        .filter((town) => isInside(town, of))
        .map((town) => (
          <text class="town" key={town.name} x={of.x(town.lon)} y={of.y(town.lat) - ABOVE}>
            {town.name}
          </text>
        ))}
    </>
  )
}

const LETTER_PX = 8
const LINE_PX = 18

/** Those names that do not overlap one that comes before them. */
export function apart<T extends Named>(towns: readonly T[], of: Frame): T[] {
  const kept: { town: T; x: number; y: number; half: number }[] = []
  for (const town of towns) {
    if (!isInside(town, of)) continue
    const [x, y, half] = [of.x(town.lon), of.y(town.lat), (town.name.length * LETTER_PX) / 2]
    const hits = (other: (typeof kept)[number]) =>
      Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < LINE_PX
    if (!kept.some(hits)) kept.push({ town, x, y, half })
  }
  return kept.map((one) => one.town)
}
