import { EmptyState } from '../../ui/pieces.tsx'
import { useRemote } from '../remote.ts'
import { Shown } from '../ui/pieces.tsx'
import * as api from './api.ts'
import './heat.css'
import { NumberButton } from './number-button.tsx'
import type { Cause, Ladder } from './wire.ts'
import { CAUSES, rounded } from './wording.ts'

const POLL_MS = 60_000

/** The overdue accounts by how late they are, and why they wait. */
export function OverdueLadder({ asked }: { asked: api.Asked }) {
  const ladder = useRemote(JSON.stringify(asked), () => api.overdue(asked), POLL_MS)
  return (
    <Shown of={ladder} label="Looking up why accounts wait">
      {(data) => (data.accounts === 0 ? <None /> : <Steps ladder={data} />)}
    </Shown>
  )
}

function None() {
  return (
    <EmptyState
      icon="check"
      title="No account is overdue."
      text="Once one is later than its tolerance, it stands here with the reason."
    />
  )
}

function Steps({ ladder }: { ladder: Ladder }) {
  const causes = (Object.keys(CAUSES) as Cause[]).filter((cause) =>
    ladder.cells.some((cell) => cell.cause === cause),
  )
  return (
    <>
      <div class="table-box">
        <table class="table heat ladder">
          <caption class="visually-hidden">Overdue accounts by days late and cause</caption>
          <thead>
            <tr>
              <th scope="col">Why</th>
              {ladder.rungs.map((rung) => (
                <th scope="col" class="number right" key={rung}>
                  {rung} days
                </th>
              ))}
              <th scope="col" class="number right">
                Together
              </th>
            </tr>
          </thead>
          <tbody>
            {causes.map((cause) => (
              <Row key={cause} ladder={ladder} cause={cause} />
            ))}
            <Row ladder={ladder} />
          </tbody>
        </table>
      </div>
      <p class="quiet small">
        Days late are counted in days of the account’s season. The cause is the first that holds,
        from the top, as plans stand now.
      </p>
    </>
  )
}

/** Without a cause: all of them together. */
function Row({ ladder, cause }: { ladder: Ladder; cause?: Cause }) {
  return (
    <tr class={cause ? '' : 'sum'}>
      <th scope="row">{cause ? CAUSES[cause] : 'Together'}</th>
      {ladder.rungs.map((rung, at) => (
        <Field key={rung} ladder={ladder} rung={rung} cause={cause} step={at + 1} />
      ))}
      <Field ladder={ladder} cause={cause} />
    </tr>
  )
}

interface FieldProps {
  ladder: Ladder
  rung?: string | undefined
  cause?: Cause | undefined
  step?: number
}

function Field({ ladder, rung, cause, step }: FieldProps) {
  const cells = ladder.cells.filter(
    (cell) => (!rung || cell.rung === rung) && (!cause || cell.cause === cause),
  )
  const accounts = cells.reduce((total, cell) => total + cell.accounts, 0)
  const value = cells.reduce((total, cell) => total + cell.value, 0)
  if (accounts === 0) return <td class="number right heat-none">–</td>
  const more: Record<string, string> = { list: 'overdue' }
  if (rung) more.rung = rung
  if (cause) more.cause = cause
  return (
    <td class={`number right ${step ? `step-${step}` : ''}`}>
      <NumberButton
        text={String(accounts)}
        label={`${cause ? CAUSES[cause] : 'Overdue'}, ${rung ? `${rung} days` : 'together'}`}
        metric="overdue_share"
        more={more}
      />
      <span class="small note">value {rounded(value)}</span>
    </td>
  )
}
