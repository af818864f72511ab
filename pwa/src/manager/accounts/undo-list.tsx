import { Button } from '../../ui/button.tsx'
import { ago } from '../../ui/format.ts'
import { Chip, EmptyState } from '../../ui/pieces.tsx'
import { useRemote } from '../remote.ts'
import { nowMs } from '../session.ts'
import { Drawer } from '../ui/drawer.tsx'
import { Shown } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import { revision } from './changed.ts'
import { takeBack } from './undo.ts'
import type { UndoRow } from './wire.ts'

/** Changes of many accounts that can still be taken back, the latest first. */
export function UndoDrawer({ onClose }: { onClose: () => void }) {
  const undos = useRemote(`undo ${revision.value}`, api.undos)
  return (
    <Drawer title="What can be taken back" lead="Changes of many accounts" onClose={onClose}>
      <Shown of={undos} label="Looking up what can be taken back">
        {(data) =>
          data.items.length === 0 ? (
            <EmptyState
              icon="undo"
              title="Nothing to take back."
              text="Changes of many accounts at once stay here for 60 days."
            />
          ) : (
            <ul class="behind">
              {data.items.map((one) => (
                <Line key={one.id} row={one} />
              ))}
            </ul>
          )
        }
      </Shown>
    </Drawer>
  )
}

function Line({ row }: { row: UndoRow }) {
  const { busy, act } = useAct()
  const back = () =>
    void act(async () => {
      await takeBack(row.id)
      return { kind: 'ok', data: null } as const
    })
  return (
    <li class="row between">
      <span>
        <strong>{row.label}</strong>
        <span class="note small quiet">
          {row.by}, {ago(Date.parse(row.at), nowMs())}
        </span>
        {row.touched > 0 && (
          <Chip tone="warn">
            {row.touched} of {row.accounts} changed again since: too late
          </Chip>
        )}
      </span>
      <Button icon="undo" disabled={busy || row.touched > 0} onClick={back}>
        Take back
      </Button>
    </li>
  )
}
