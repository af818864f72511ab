/** How dark a field of the heat table is. Pure. */

import type { Figure, Metric } from '../wire.ts'
import { isGood } from './wording.ts'

/** Within this share of its limit a number is near it. */
const NEAR = 0.15

export type Level = 'good' | 'near' | 'poor' | 'plain'

/** Good, near the limit, or far from it; plain where there is no limit to hold it against. */
export function heatLevel(figure: Figure, metric: Metric): Level {
  const good = isGood(figure, metric)
  if (good === null || figure.value === null) return 'plain'
  if (good) return 'good'
  const slack = metric.higher_is_better ? 1 + NEAR : 1 - NEAR
  const eased = { ...figure, value: figure.value * slack }
  return isGood(eased, metric) ? 'near' : 'poor'
}
