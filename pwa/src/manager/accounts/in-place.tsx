import { useState } from 'preact/hooks'
import type { AccountRow } from '../../wire.ts'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import { settle } from './settle.ts'
import type { BulkFields } from './wire.ts'

interface InPlaceProps<T extends string> {
  row: AccountRow
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  /** What stands there when no option does. */
  text?: string
  change: (value: T) => BulkFields
}

/** A value in a table's cell: pressed it becomes a choice; what is chosen is kept at once. */
export function InPlace<T extends string>(props: InPlaceProps<T>) {
  const { row, label, value, options, text, change } = props
  const [choosing, choose] = useState(false)
  const { busy, act } = useAct()
  const chosen = options.find(([name]) => name === value && name)?.[1]
  const shown = chosen ?? text ?? ''
  const keep = async (next: T) => {
    choose(false)
    if (next === value) return
    const ask = { ...change(next), accounts: [{ id: row.id, rev: row.rev }], apply: true }
    const made = await act(() => api.changeMany(ask))
    if (made) settle(made.data)
  }
  if (!choosing) {
    return (
      <button
        type="button"
        class="in-place"
        disabled={busy}
        aria-label={`${label} of ${row.name}: ${shown}. Change`}
        onClick={() => choose(true)}
      >
        {shown}
      </button>
    )
  }
  return (
    <select
      class="cell-input wide"
      aria-label={`${label} of ${row.name}`}
      ref={(box) => box?.focus()}
      value={value}
      onChange={(event) => void keep(event.currentTarget.value as T)}
      onBlur={() => choose(false)}
      onKeyDown={(event) => event.key === 'Escape' && choose(false)}
    >
      {options.map(([name, words]) => (
        <option key={name} value={name}>
          {words}
        </option>
      ))}
    </select>
  )
}
