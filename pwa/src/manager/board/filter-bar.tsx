import { word } from '../../ui/t.ts'
import { CLASSES } from '../accounts/filters.ts'
import { choose, route } from '../router.ts'
import { repLabel, reps } from '../session.ts'
import { Select } from '../ui/pieces.tsx'
import { filterOf, NONE, narrowTo } from './filter.ts'
import { type By, DIMENSIONS } from './wire.ts'

const ALL = ''

/** What the whole board is narrowed to: numbers, lists, map and files alike. */
export function FilterBar() {
  const filter = filterOf(route.value.query)
  const own = reps.value.map((rep) => [rep.id, repLabel(rep)] as const)
  const narrow = (by: By) => (value: string) => choose(narrowTo(by, value || null))
  return (
    <div class="row wrap board-filter no-print">
      <Select
        label="Rep"
        hideLabel
        value={shown(filter.rep)}
        options={[[ALL, 'All reps'], ...own, [NONE, 'Unassigned']]}
        onChange={narrow('rep')}
      />
      <Select
        label="Class"
        hideLabel
        value={shown(filter.account_class)}
        options={[
          [ALL, 'All classes'],
          ...CLASSES.map((one) => [one, word('class', one)] as const),
        ]}
        onChange={narrow('account_class')}
      />
      <Select
        label="Tier"
        hideLabel
        value={shown(filter.tier)}
        options={[
          [ALL, 'All tiers'],
          ...['A', 'B', 'C'].map((one) => [one, `Tier ${one}`] as const),
        ]}
        onChange={narrow('tier')}
      />
    </div>
  )
}

const shown = (value: string | undefined) => (value === '' ? NONE : (value ?? ALL))

/** The filter in words, for what is printed. */
export function filterWords(): string {
  const filter = filterOf(route.value.query)
  return DIMENSIONS.flatMap(([name, label]) => {
    const value = filter[name]
    if (value === undefined) return []
    const rep = reps.value.find((one) => one.id === value)?.name
    return [`${label}: ${rep ?? (value || 'none')}`]
  }).join(', ')
}
