import type { TargetedKeyboardEvent } from 'preact'
import { useRef } from 'preact/hooks'
import { added, among, type Chosen, howMany, ranged, toggled } from './picking.ts'

export interface Picking {
  chosen: Chosen
  onChange: (chosen: Chosen) => void
  /** What a row is called, for who does not see it. */
  name: (id: string) => string
  /** Enter in a box goes on to what is done with the chosen: past all rows it would be far. */
  onEnter?: () => void
}

/**
 * The tick boxes of a table's rows.
 *
 * Shift with a click or the space bar takes the range from the last one; arrow keys walk, with
 * shift they pick on the way.
 */
export function usePicking(picking: Picking | undefined, rows: readonly string[]) {
  const last = useRef<string | null>(null)
  if (!picking) return null
  const { chosen, onChange, name, onEnter } = picking
  const set = (id: string, on: boolean, range: boolean) => {
    const from = last.current
    last.current = id
    onChange(range && from ? ranged(chosen, rows, from, id, on) : toggled(chosen, id, on))
  }
  const walk = (event: TargetedKeyboardEvent<HTMLInputElement>, id: string) => {
    if (event.key === 'Enter' && onEnter) {
      event.preventDefault()
      onEnter()
      return
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const next = rows[rows.indexOf(id) + step]
    if (step === 0 || !next) return
    event.preventDefault()
    const body = event.currentTarget.closest('tbody')
    body?.querySelector<HTMLInputElement>(`input[data-pick="${CSS.escape(next)}"]`)?.focus()
    if (event.shiftKey) onChange(added(chosen, [id, next]))
    last.current = next
  }
  const all = howMany(chosen, rows)
  return {
    head: (
      <th scope="col" class="pick">
        <input
          type="checkbox"
          aria-label="Select every row shown"
          checked={all === 'all'}
          ref={(box) => {
            if (box) box.indeterminate = all === 'some'
          }}
          onChange={() => onChange(all === 'all' ? without(chosen, rows) : added(chosen, rows))}
        />
      </th>
    ),
    cell: (id: string) => (
      <td class="pick">
        <input
          type="checkbox"
          data-pick={id}
          aria-label={`Select ${name(id)}`}
          checked={chosen.has(id)}
          onClick={(event) => set(id, event.currentTarget.checked, event.shiftKey)}
          onKeyDown={(event) => walk(event, id)}
        />
      </td>
    ),
    isChosen: (id: string) => chosen.has(id),
  }
}

function without(chosen: Chosen, rows: readonly string[]): Chosen {
  const gone = among(chosen, rows)
  return new Set([...chosen].filter((id) => !gone.has(id)))
}
