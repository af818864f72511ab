/** Which column of a file means what, while a person looks at it. Pure. */

import type { ImportField, ImportPreview } from '../wire.ts'

export type Mapping = Readonly<Record<string, string>>

/** The mapping with one header's field set; a field belongs to one header only. */
export function withField(mapping: Mapping, header: string, field: string): Mapping {
  const others = Object.entries(mapping).filter(([key, value]) => key !== header && value !== field)
  return Object.fromEntries(field ? [...others, [header, field]] : others)
}

/** The answers given to open questions about the whole file; they are sent with the columns. */
export function questions(preview: Pick<ImportPreview, 'choices'>): Mapping {
  const chosen = (preview.choices ?? []).filter((choice) => choice.chosen)
  return Object.fromEntries(chosen.map((choice) => [choice.name, String(choice.chosen)]))
}

/** All that was answered so far: columns and open questions. */
export function answered(preview: Pick<ImportPreview, 'mapping' | 'choices'>): Mapping {
  return { ...preview.mapping, ...questions(preview) }
}

/** A file without columns could not be read at all; its problems say why. */
export function isUnreadable(preview: Pick<ImportPreview, 'headers'>): boolean {
  return preview.headers.length === 0
}

/** The needed fields no header stands for. */
export function missing(fields: readonly ImportField[], mapping: Mapping): ImportField[] {
  const taken = new Set(Object.values(mapping))
  return fields.filter((field) => field.needed && !taken.has(field.name))
}

export function sameMapping(a: Mapping, b: Mapping): boolean {
  const text = (mapping: Mapping) => JSON.stringify(Object.entries(mapping).sort())
  return text(a) === text(b)
}

const ACTIONS = ['add', 'change', 'unchanged', 'refuse'] as const
export type Action = (typeof ACTIONS)[number]

const NAMES: Readonly<Record<Action, readonly string[]>> = {
  add: ['add', 'added'],
  change: ['change', 'changed'],
  unchanged: ['unchanged'],
  refuse: ['refuse', 'refused'],
}

/** How many rows would be added, changed, left as they are, refused. */
export function counts(preview: Pick<ImportPreview, 'counts'>): Record<Action, number> {
  const count = (action: Action) =>
    NAMES[action].reduce((found, name) => found || (preview.counts[name] ?? 0), 0)
  return {
    add: count('add'),
    change: count('change'),
    unchanged: count('unchanged'),
    refuse: count('refuse'),
  }
}

/** Whether no line can be taken as the columns are read now: one of them is likely to blame. */
export function isOfNoUse(preview: Pick<ImportPreview, 'counts'>): boolean {
  return !wouldWrite(preview) && counts(preview).unchanged === 0
}

/** Whether applying would do anything. */
export function wouldWrite(preview: Pick<ImportPreview, 'counts'>): boolean {
  const { add, change } = counts(preview)
  return add + change > 0
}
