import { word } from '../../ui/t.ts'
import { repLabel, reps } from '../session.ts'
import type { CoverageGroup } from '../wire.ts'

const NOBODY: Readonly<Record<string, string>> = {
  rep: 'Unassigned',
  segment: 'No segment',
  team: 'No team',
}

/** What a group is called; the group of those without a value has a name, too. */
export function groupLabel(by: string, group: Pick<CoverageGroup, 'key' | 'label'>): string {
  if (!group.key) return NOBODY[by] ?? 'Others'
  if (by === 'account_class') return word('class', group.key)
  if (by === 'tier') return `Tier ${group.key}`
  const rep = by === 'rep' && reps.value.find((one) => one.id === group.key)
  return rep ? repLabel(rep) : group.label || group.key
}
