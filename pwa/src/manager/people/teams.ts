import { useRemote } from '../remote.ts'
import * as api from './api.ts'
import type { TeamRow } from './wire.ts'

/** The teams one may put a rep into. */
export function useTeams(): readonly TeamRow[] {
  return useRemote('teams', api.teams).data?.items ?? []
}
