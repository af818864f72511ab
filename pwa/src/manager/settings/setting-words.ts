/** Business settings in words: their headings, bounds and values. Pure. */

import type { SettingValue } from '../wire.ts'
import type { FullSetting } from './log-wire.ts'

/** "Ramp visits" of `ramp_visits`; a key's first word only repeats what its heading says. */
export function title({ key, group }: Pick<FullSetting, 'key' | 'group'>): string {
  const plain = key.replace(/_d$/, '_days').replaceAll('_', ' ')
  const repeats = REPEATED[group]
  const short = repeats && plain.startsWith(repeats) ? plain.slice(repeats.length) : plain
  return short.charAt(0).toUpperCase() + short.slice(1)
}

const REPEATED: Readonly<Record<string, string>> = {
  'Class suggestions': 'class ',
  'Class mix': 'mix ',
  'Good values on the board': 'good ',
  'Season suggestions': 'season ',
  Fit: 'fit ',
  Readiness: 'readiness ',
  'Core at risk': 'risk ',
  Exceptions: 'alert ',
}

export function words(value: SettingValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}

/** From when a changed setting counts, by its heading. */
export function effective(group: string): string {
  if (PLANNED.has(group)) return 'The next plan keeps to it.'
  if (JUDGED.has(group)) {
    return 'It counts when accounts are next held against the rules; under Classes you can do that now.'
  }
  return 'It counts at once.'
}

const PLANNED: ReadonlySet<string> = new Set(['Planning', 'Seasons'])
const JUDGED: ReadonlySet<string> = new Set(['Class suggestions', 'Fit', 'Readiness'])

export const isChanged = (one: Pick<FullSetting, 'value' | 'default'>) =>
  String(one.value) !== String(one.default)

/** Headings in the order of the server, each with its settings. */
export function grouped(items: readonly FullSetting[]): [string, FullSetting[]][] {
  const found = new Map<string, FullSetting[]>()
  for (const one of items) found.set(one.group, [...(found.get(one.group) ?? []), one])
  return [...found]
}

/** Whether the words somebody looks for are all in what the setting says of itself. */
export function matches(one: FullSetting, wanted: string): boolean {
  const said = `${title(one)} ${one.group} ${one.key} ${one.sentence}`.toLowerCase()
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word))
}

export function isPossible(one: FullSetting, value: SettingValue): boolean {
  if (typeof one.default !== 'number') return true
  const number = Number(value)
  const fits = !one.whole || Number.isInteger(number)
  return !Number.isNaN(number) && fits && number >= one.least && number <= one.most
}

export function bounds({ least, most, whole }: FullSetting): string {
  return `A ${whole ? 'whole ' : ''}number from ${least} to ${most}.`
}
