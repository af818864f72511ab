import { addDays } from '../../dates.ts'
import * as board from '../board/api.ts'
import { BoardMap } from '../board/board-map.tsx'
import { HeatTable } from '../board/heat.tsx'
import { ListDrawer } from '../board/list-drawer.tsx'
import { useRemote } from '../remote.ts'
import { open, route } from '../router.ts'
import { today } from '../session.ts'
import { Shown } from '../ui/pieces.tsx'

/** The board's map or heat table of the four weeks the sentence is about. */
export function Around({ view }: { view: 'map' | 'heat' }) {
  const asked = { first: addDays(today.value, -27), last: today.value }
  return view === 'map' ? <BoardMap asked={asked} /> : <Heat asked={asked} />
}

function Heat({ asked }: { asked: board.Asked }) {
  const metrics = useRemote(`metrics ${asked.first}`, () => board.board({ ...asked, by: 'rep' }))
  const close = () => open({ metric: null, of_class: null, of_tier: null, list: null })
  return (
    <>
      <Shown of={metrics} label="Counting by class and tier">
        {(data) => <HeatTable asked={asked} metrics={data.metrics} />}
      </Shown>
      {route.value.query.metric && <ListDrawer period={{ name: '4w', ...asked }} onClose={close} />}
    </>
  )
}
