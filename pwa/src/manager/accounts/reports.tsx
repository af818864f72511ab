/** What was reported at an account: outcome, promise, order, class, pictures. */

import { date } from '../../ui/format.ts'
import { word } from '../../ui/t.ts'
import * as api from '../api.ts'
import { photoAlt, tellings } from '../field/telling.ts'
import { useRemote } from '../remote.ts'
import { today } from '../session.ts'
import { Shown } from '../ui/pieces.tsx'
import type { Report } from '../wire.ts'
import { Photo } from './photo.tsx'

export function Reports({ id, rev }: { id: string; rev: number }) {
  const reports = useRemote(`reports ${id} ${rev}`, () => api.reportsAt(id))
  return (
    <section>
      <h3>Visits</h3>
      <Shown of={reports} label="Looking up the visits">
        {({ items }) =>
          items.length === 0 ? (
            <p class="quiet">None known yet.</p>
          ) : (
            <ul class="visits">
              {items.map((report) => (
                <Told key={report.id} report={report} />
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  )
}

function Told({ report }: { report: Report }) {
  return (
    <li class={`visit ${report.outcome}`}>
      <span class="number">{date(report.on, today.value)}</span>
      <span>
        {word('outcome', report.outcome)}
        {report.result && `, ${word('result', report.result)}`}
        <span class="quiet"> by {report.rep}</span>
        {report.source === 'simulated' && <span class="quiet"> (simulated)</span>}
        {report.note && <q>{report.note}</q>}
        {tellings(report, today.value).map((line) => (
          <span class="note" key={line}>
            {line}
          </span>
        ))}
        <Photos report={report} />
      </span>
    </li>
  )
}

function Photos({ report }: { report: Report }) {
  if (report.photos.length === 0) return null
  return (
    <span class="photos">
      {report.photos.map((sha256, at) => (
        <Photo key={sha256} sha256={sha256} alt={photoAlt(report, at, today.value)} />
      ))}
    </span>
  )
}
