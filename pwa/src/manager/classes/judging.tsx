import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { useRemote } from '../remote.ts'
import { about } from '../session.ts'
import { useAct } from '../ui/use-act.ts'
import * as api from './api.ts'
import { isUnderway, judgingWords } from './judging-words.ts'

const UNDERWAY_MS = 2000
const IDLE_MS = 30_000

/** When the rules last looked at every account, and the button that lets them look now. */
export function JudgeNow({ onDone }: { onDone: () => void }) {
  const [fast, setFast] = useState(false)
  const remote = useRemote('judging', api.judging, fast ? UNDERWAY_MS : IDLE_MS)
  const { busy, act } = useAct()
  const was = useRef(false)
  const now = remote.data ? isUnderway(remote.data) : false
  useEffect(() => {
    if (was.current && !now) onDone()
    was.current = now
    setFast(now)
  }, [now])
  const judge = async () => {
    if (await act(api.judge)) remote.reload()
  }
  if (!remote.data) return null
  const clock = about.value ? Date.parse(about.value.now) : Date.now()
  return (
    <div class="row wrap between judging">
      <p class="row quiet" role="status">
        {now && <progress aria-hidden="true" />}
        {judgingWords(remote.data, clock)}
      </p>
      <Button disabled={busy || now} onClick={() => void judge()}>
        Look at all accounts now
      </Button>
    </div>
  )
}
