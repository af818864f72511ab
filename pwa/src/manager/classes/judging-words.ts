/** How far holding every account against the rules is, in words. Pure. */

import { ago } from '../../ui/format.ts'
import type { Judging } from './wire.ts'

export const isUnderway = ({ state }: Pick<Judging, 'state'>) =>
  state === 'waiting' || state === 'running'

export function judgingWords({ state, ahead, finished_at, error }: Judging, now: number): string {
  if (state === 'running') return 'Every account is being held against the rules now.'
  if (state === 'waiting') return `It begins ${ahead === 0 ? 'at once' : afterWhat(ahead)}.`
  if (state === 'failed') return `It failed: ${error || 'the log says why'}`
  if (finished_at === null) return 'The accounts have never been held against the rules.'
  return `All accounts were held against the rules ${ago(Date.parse(finished_at), now)}.`
}

function afterWhat(ahead: number): string {
  return ahead === 1
    ? 'after the plan or other work that runs now'
    : `after the ${ahead} pieces of work that run now`
}
