import { useEffect, useRef, useState } from 'preact/hooks'
import { open } from '../router.ts'
import { NONE } from './filter.ts'

interface NumberProps {
  text: string
  /** What a screen reader hears: the number alone says nothing out of its table. */
  label: string
  metric: string
  /** What it is made of: it lights up when that changes, though the rounded number stays. */
  parts?: string
  by?: string
  group?: string
  class?: string
  /** What narrows its list further: a field of the heat table, a step of the ladder. */
  more?: Record<string, string>
  /** What the list shows, where it is not accounts. */
  shows?: string
}

/** A number that opens the list behind it. It lights up for a while after it has changed. */
export function NumberButton(props: NumberProps) {
  const { text, label, metric, parts, by, group, more, shows = 'accounts', ...rest } = props
  const changed = useChanged(`${text} ${parts}`)
  // Who clicks a number that has just moved asks which visit moved it.
  const shown = changed
    ? { metric: WITH_THE_VISITED[metric] ?? metric, list: 'visited' }
    : { metric, list: null }
  const name = ['figure', rest.class, changed && 'changed'].filter(Boolean).join(' ')
  return (
    <button
      type="button"
      class={name}
      aria-label={`${label}: ${text}. Show the ${shows}`}
      onClick={() => open({ ...shown, ...more, of: by ?? null, key: by ? group || NONE : null })}
    >
      {text}
    </button>
  )
}

const LIT_MS = 8000

/** An account that was just visited is overdue no longer: it has left the list of these numbers. */
const WITH_THE_VISITED: Record<string, string> = {
  overdue_value: 'overdue_share',
  overdue_median_days: 'overdue_share',
  overdue_p90_days: 'overdue_share',
}

function useChanged(text: string): boolean {
  const last = useRef(text)
  const [lit, light] = useState(false)
  useEffect(() => {
    if (last.current === text) return
    last.current = text
    light(true)
    const timer = setTimeout(() => light(false), LIT_MS)
    return () => clearTimeout(timer)
  }, [text])
  return lit
}
