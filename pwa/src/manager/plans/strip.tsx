import { date } from '../../ui/format.ts'
import type { IsoDate } from '../../wire.ts'
import type { PlannedDay, Rep } from '../wire.ts'
import { type Cell, shade, weeks } from './weeks.ts'

interface StripProps {
  rep: Rep
  days: readonly PlannedDay[]
  first: IsoDate
  last: IsoDate
  chosen: IsoDate | null
  onChoose: (on: IsoDate) => void
}

/** Every day of the plan as a small field: its number is its stops, its shade how full it is. */
export function Strip({ rep, days, first, last, chosen, onChoose }: StripProps) {
  const shown = weeks(rep, days, first, last)
  const most = Math.max(0, ...shown.flatMap((week) => week.cells.map((cell) => cell.stops)))
  return (
    <div class="strip">
      {shown.map((week) => (
        <div class="strip-week" key={week.monday}>
          <span class="small quiet number">{date(week.monday).replace(/^\S+ /, '')}</span>
          {week.cells.map((cell) => (
            <Field
              key={cell.on}
              cell={cell}
              most={most}
              chosen={cell.on === chosen}
              onChoose={onChoose}
            />
          ))}
        </div>
      ))}
    </div>
  )
}

interface FieldProps {
  cell: Cell
  most: number
  chosen: boolean
  onChoose: (on: IsoDate) => void
}

function Field({ cell, most, chosen, onChoose }: FieldProps) {
  if (cell.kind !== 'work') {
    const title = cell.kind === 'past' ? '' : `${date(cell.on)}: ${cell.why}`
    return <span class="strip-day free" title={title} />
  }
  const label = `${date(cell.on)}: ${cell.stops} stops${cell.calls ? `, ${cell.calls} calls` : ''}`
  return (
    <button
      type="button"
      class={`strip-day shade-${shade(cell.stops, most)}`}
      aria-label={label}
      aria-pressed={chosen}
      title={label}
      onClick={() => onChoose(cell.on)}
    >
      {cell.stops || ''}
    </button>
  )
}
