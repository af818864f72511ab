/** Problems of a file for a person: the same fault in a hundred lines is one to read. Pure. */

import type { FileProblem } from '../../wire.ts'

/** A fault and the lines it is in; no lines where it is the whole file's. */
export interface Alike {
  column: string
  text: string
  lines: number[]
}

const SHOWN = 6

/** Returns problems of the same column and words as one, in the order of their first lines. */
export function alike(problems: readonly FileProblem[]): Alike[] {
  const found = new Map<string, Alike>()
  for (const { column, text, line } of problems) {
    const key = `${column}\n${text}`
    const one = found.get(key) ?? { column, text, lines: [] }
    if (line > 0) one.lines.push(line)
    found.set(key, one)
  }
  return [...found.values()]
}

/** The first lines of a fault, and how many more there are. */
export function lineWords({ lines }: Pick<Alike, 'lines'>): string {
  if (lines.length === 0) return 'whole file'
  const more = lines.length - SHOWN
  return lines.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
