/** Weights in words: five steps of a slider for each. Pure. */

import type { WeightName, Weights } from './wire.ts'

/** The factors of the slider's places; the server takes a quarter to four times. */
export const FACTORS: readonly number[] = [0.25, 0.5, 1, 2, 4]
export const STEPS = ['much less', 'less', 'as usual', 'more', 'much more'] as const
export const USUAL: Weights = { driving: 1, steady: 1, punctual: 1, value: 1 }

export const WEIGHTS: readonly { name: WeightName; label: string; sentence: string }[] = [
  { name: 'driving', label: 'Short ways', sentence: 'Less driving, dates move more.' },
  { name: 'steady', label: 'Keep what is published', sentence: 'Fewer visits change their day.' },
  { name: 'punctual', label: 'Punctuality', sentence: 'Visits close to the date they are due.' },
  { name: 'value', label: 'Value', sentence: 'Who is worth more goes first when hours are short.' },
]

/** "as usual", or what is weighed otherwise: "short ways more, value much less". */
export function weighedWords(weights: Weights): string {
  const told = WEIGHTS.filter(({ name }) => weights[name] !== 1).map(
    ({ name, label }) => `${label.toLowerCase()} ${stepWords(weights[name])}`,
  )
  return told.length > 0 ? told.join(', ') : 'as usual'
}

function stepWords(factor: number): string {
  const at = FACTORS.indexOf(factor)
  return STEPS[at] ?? `${factor} times`
}
