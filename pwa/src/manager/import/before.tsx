import { ago } from '../../ui/format.ts'
import { Chip } from '../../ui/pieces.tsx'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { about } from '../session.ts'
import { TakeBack } from './back.tsx'
import { counts } from './mapping.ts'
import type { ImportRun } from './wire.ts'

const SHOWN = 8

/** Which files were read before, each with its way back; nothing where there was none. */
export function Before() {
  const runs = useRemote('imports', api.imports)
  const found: readonly ImportRun[] = runs.data?.items.slice(0, SHOWN) ?? []
  if (found.length === 0) return null
  return (
    <section class="before">
      <h2 class="section">Imported before</h2>
      <ul class="runs">
        {found.map((run) => (
          <Run key={run.id} run={run} onBack={runs.reload} />
        ))}
      </ul>
    </section>
  )
}

function Run({ run, onBack }: { run: ImportRun; onBack: () => void }) {
  const { add, change, refuse } = counts(run)
  const now = about.value ? Date.parse(about.value.now) : Date.now()
  return (
    <li>
      <p>
        <strong>{run.file_name}</strong>{' '}
        <span class="quiet">
          {run.kind}, {ago(Date.parse(run.at), now)}
          {run.by && ` by ${run.by}`}: {add} added, {change} changed
          {refuse > 0 && `, ${refuse} refused`}
        </span>{' '}
        {run.undone_at && <Chip tone="plain">taken back</Chip>}
      </p>
      {run.can_go_back && <TakeBack run={run.id} onDone={onBack} />}
    </li>
  )
}
