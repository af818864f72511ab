/** What every screen of the desk needs: its heading, what stands for missing data, tabs, fields. */

import type { ComponentChildren } from 'preact'
import { Button } from '../../ui/button.tsx'
import { Banner, EmptyState, Skeleton } from '../../ui/pieces.tsx'
import type { Remote } from '../remote.ts'

interface PageProps {
  title: string
  lead?: ComponentChildren
  actions?: ComponentChildren
  children: ComponentChildren
}

export function Page({ title, lead, actions, children }: PageProps) {
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{title}</h1>
          {lead && <p class="lead">{lead}</p>}
        </div>
        {actions && <div class="row wrap no-print">{actions}</div>}
      </header>
      {children}
    </>
  )
}

interface ShownProps<T> {
  of: Remote<T>
  label: string
  children: (data: T) => ComponentChildren
}

/** The data, or a skeleton while it comes, or what went wrong with a way to try again. */
export function Shown<T>({ of, label, children }: ShownProps<T>) {
  if (of.data !== null) {
    return (
      <>
        {of.failure && <Old failure={of.failure} reload={of.reload} />}
        {children(of.data)}
      </>
    )
  }
  if (of.failure === null) return <Skeleton label={label} />
  return (
    <EmptyState icon="warning" title="This could not be loaded." text={of.failure}>
      <Button icon="refresh" onClick={of.reload}>
        Try again
      </Button>
    </EmptyState>
  )
}

function Old({ failure, reload }: { failure: string; reload: () => void }) {
  const retry = (
    <Button look="plain" onClick={reload}>
      Try again
    </Button>
  )
  return (
    <Banner tone="warn" icon="offline" action={retry}>
      {failure}
    </Banner>
  )
}

interface TabsProps<T extends string> {
  label: string
  tabs: readonly (readonly [T, string])[]
  value: T
  onChange: (value: T) => void
}

/** One of a few views of the same thing; radio buttons underneath, so arrow keys work. */
export function Tabs<T extends string>({ label, tabs, value, onChange }: TabsProps<T>) {
  return (
    <fieldset class="tabs no-print">
      <legend class="visually-hidden">{label}</legend>
      {tabs.map(([name, text]) => (
        <label key={name}>
          <input
            type="radio"
            name={label}
            checked={name === value}
            onChange={() => onChange(name)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  )
}

interface SelectProps {
  label: string
  value: string
  options: readonly (readonly [string, string])[]
  hideLabel?: boolean
  disabled?: boolean
  onChange: (value: string) => void
}

export function Select({ label, value, options, hideLabel, disabled, onChange }: SelectProps) {
  return (
    <label class="field">
      <span class={hideLabel ? 'visually-hidden' : ''}>{label}</span>
      <select
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

type InputType = 'text' | 'number' | 'date' | 'time' | 'search' | 'password'

interface InputProps {
  label: string
  value: string
  type?: InputType
  hint?: string
  error?: string | null
  hideLabel?: boolean
  placeholder?: string
  autocomplete?: 'new-password'
  min?: string
  max?: string
  step?: string
  onInput: (value: string) => void
}

export function Input({ label, hint, error, hideLabel, onInput, type, ...rest }: InputProps) {
  return (
    <label class="field">
      <span class={hideLabel ? 'visually-hidden' : ''}>{label}</span>
      <input
        {...rest}
        // The types name each kind apart; this one field stands for several.
        type={(type ?? 'text') as 'text'}
        aria-invalid={error ? 'true' : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {(error || hint) && (
        <span class={error ? 'small wrong' : 'small quiet'}>{error || hint}</span>
      )}
    </label>
  )
}
