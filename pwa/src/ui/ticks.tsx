import type { Choice } from './choices.tsx'

interface TicksProps<T extends string> {
  legend: string
  name: string
  choices: readonly Choice<T>[]
  values: readonly T[]
  onChange: (value: T, on: boolean) => void
}

/** Any of a few, as chips. Checkboxes underneath: keys and readers work. */
export function Ticks<T extends string>({
  legend,
  name,
  choices,
  values,
  onChange,
}: TicksProps<T>) {
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      <div class="options">
        {choices.map(({ value, label }) => (
          <label class="choice" key={value}>
            <input
              type="checkbox"
              name={name}
              value={value}
              checked={values.includes(value)}
              onChange={(event) => onChange(value, event.currentTarget.checked)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
