import { Chip, type Tone } from '../../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import type { ImportRow } from '../wire.ts'
import { type Action, counts } from './mapping.ts'
import { type Alike, alike, lineWords } from './problems.ts'
import type { ImportPreview } from './wire.ts'

const WORDS: Readonly<Record<Action, string>> = {
  add: 'added',
  change: 'changed',
  unchanged: 'unchanged',
  refuse: 'refused',
}
const TONES: Readonly<Record<Action, Tone>> = {
  add: 'ok',
  change: 'accent',
  unchanged: 'plain',
  refuse: 'bad',
}
const ACTIONS = Object.keys(WORDS) as Action[]

/** What the file would do, before anything is done. */
export function Counts({ preview }: { preview: ImportPreview }) {
  const found = counts(preview)
  return (
    <dl class="counts">
      {ACTIONS.map((action) => (
        <div key={action} class={found[action] > 0 ? `would-be ${action}` : 'would-be'}>
          <dt>would be {WORDS[action]}</dt>
          <dd class="number">{found[action]}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Every problem with its place, and a sample of what would become of the rows. */
export function Rows({ preview }: { preview: ImportPreview }) {
  return (
    <>
      {preview.problems.length > 0 && <Problems preview={preview} />}
      {preview.rows.length > 0 && (
        <section class="card">
          <h2>A sample of the rows</h2>
          <Table
            label="Sample of the rows"
            columns={ROWS}
            rows={preview.rows}
            id={(row) => String(row.line)}
          />
        </section>
      )}
    </>
  )
}

function Problems({ preview }: { preview: ImportPreview }) {
  const { problems, problems_total } = preview
  const more = problems_total - problems.length
  return (
    <section class="card">
      <h2>
        {problems_total} {problems_total === 1 ? 'problem' : 'problems'}
      </h2>
      <Table
        label="Problems"
        columns={PROBLEMS}
        rows={alike(problems)}
        id={(one) => `${one.column} ${one.text}`}
      />
      {more > 0 && <p class="quiet small">And {more} more of the kind.</p>}
    </section>
  )
}

const PROBLEMS: readonly Column<Alike>[] = [
  { key: 'line', label: 'Lines', cell: lineWords },
  { key: 'column', label: 'Column', cell: (one) => one.column },
  { key: 'text', label: 'What is wrong, and what to do', cell: (one) => one.text },
]

const ROWS: readonly Column<ImportRow>[] = [
  { key: 'line', label: 'Line', cell: (row) => row.line },
  {
    key: 'action',
    label: '',
    cell: (row) => <Chip tone={TONES[row.action]}>{WORDS[row.action]}</Chip>,
  },
  { key: 'label', label: 'Row', cell: (row) => row.label || row.key },
  { key: 'changes', label: 'Now → then', cell: (row) => <Changes row={row} /> },
]

/** Each field that changes, with its value now and then. */
export function Changes({ row }: { row: Pick<ImportRow, 'changes'> }) {
  const changes = Object.entries(row.changes)
  if (changes.length === 0) return <span class="quiet">–</span>
  return (
    <ul class="changes small">
      {changes.map(([field, [before, after]]) => (
        <li key={field}>
          <span class="quiet">{field.replaceAll('_', ' ')}:</span> {before && <del>{before}</del>}{' '}
          {before && '→'} <ins>{after || 'empty'}</ins>
        </li>
      ))}
    </ul>
  )
}
