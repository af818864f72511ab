export interface Choice<T extends string> {
  value: T
  label: string
}

interface ChoicesProps<T extends string> {
  legend: string
  hideLegend?: boolean
  name: string
  choices: readonly Choice<T>[]
  value: T | null
  segmented?: boolean
  required?: boolean
  onChange: (value: T) => void
}

/** One of a few, as chips or as one segmented bar. Radio buttons underneath: keys and readers work. */
export function Choices<T extends string>(props: ChoicesProps<T>) {
  return (
    <fieldset class={props.segmented ? 'choices segmented' : 'choices'}>
      <legend class={props.hideLegend ? 'visually-hidden' : ''}>{props.legend}</legend>
      <div class="options">
        {props.choices.map((choice) => (
          <label class="choice" key={choice.value}>
            <input
              type="radio"
              name={props.name}
              value={choice.value}
              checked={choice.value === props.value}
              required={props.required ?? false}
              onChange={() => props.onChange(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
