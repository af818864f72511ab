import { ago } from '../../ui/format.ts'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { about } from '../session.ts'
import type { ImportRun } from '../wire.ts'
import { counts } from './mapping.ts'

const SHOWN = 8

/** Which files were read before; nothing where there was none. */
export function Before() {
  const runs = useRemote('imports', api.imports)
  const found = runs.data?.items.slice(0, SHOWN) ?? []
  if (found.length === 0) return null
  return (
    <section class="before">
      <h2 class="section">Imported before</h2>
      <ul>
        {found.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </ul>
    </section>
  )
}

function Run({ run }: { run: ImportRun }) {
  const { add, change, refuse } = counts(run)
  const now = about.value ? Date.parse(about.value.now) : Date.now()
  return (
    <li>
      <strong>{run.file_name}</strong>{' '}
      <span class="quiet">
        {run.kind}, {ago(Date.parse(run.at), now)}
        {run.by && ` by ${run.by}`}: {add} added, {change} changed
        {refuse > 0 && `, ${refuse} refused`}
      </span>
    </li>
  )
}
