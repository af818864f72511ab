/** A small line chart's geometry. Pure. */

import { utc } from '../../dates.ts'
import type { IsoDate } from '../../wire.ts'

export interface Dated {
  on: IsoDate
  value: number | null
}

export interface Line {
  /** An SVG path; it breaks where a night has no value. */
  path: string
  dots: { x: number; y: number; on: IsoDate; value: number }[]
  low: number
  high: number
}

/** Lines drawn flat would fill the picture with rounding: at least this much is shown. */
const LEAST = 0.05

/** Points in time across, values up; null without any value. */
export function line(points: readonly Dated[], width: number, height: number): Line | null {
  const known = points.filter((one): one is Dated & { value: number } => one.value !== null)
  if (known.length === 0) return null
  const values = known.map((one) => one.value)
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = Math.max(LEAST, most - least, LEAST * Math.abs(most))
  const low = (least + most - room) / 2
  const times = known.map((one) => utc(one.on))
  const [begin, end] = [Math.min(...times), Math.max(...times)]
  const dots = known.map((one) => ({
    x: end === begin ? width / 2 : (width * (utc(one.on) - begin)) / (end - begin),
    y: rounded(height - (height * (one.value - low)) / room),
    on: one.on,
    value: one.value,
  }))
  return { path: pathOf(points, dots), dots, low, high: low + room }
}

const rounded = (value: number) => Math.round(10 * value) / 10

function pathOf(points: readonly Dated[], dots: Line['dots']): string {
  const at = new Map(dots.map((dot) => [dot.on, dot]))
  let pen = 'M'
  return points
    .flatMap(({ on }) => {
      const dot = at.get(on)
      const step = dot ? `${pen}${dot.x.toFixed(1)} ${dot.y.toFixed(1)}` : ''
      pen = dot ? 'L' : 'M'
      return step ? [step] : []
    })
    .join('')
}
