/** What the Seasons screen asks the server. */

import * as api from '../../api.ts'
import type { Items } from '../wire.ts'
import type {
  Effect,
  PlainWindow,
  Ramp,
  Saved,
  Scope,
  Standing,
  Suggestion,
  Whose,
} from './wire.ts'

export const scopes = () => api.get<Items<Scope>>('/api/seasons')
export const preview = (whose: Whose, windows: readonly PlainWindow[]) =>
  api.post<Effect>('/api/seasons/preview', { of: whose.of, key: whose.key, windows })
export const save = (whose: Whose, windows: readonly PlainWindow[], suggested = false) =>
  api.put<Saved>('/api/seasons', { of: whose.of, key: whose.key, windows, suggested })
export const suggestions = () => api.get<Items<Suggestion>>('/api/seasons/suggestions')
export const setAside = (whose: Whose, standing: Exclude<Standing, 'accepted'>) =>
  api.put<unknown>('/api/seasons/suggestions', { of: whose.of, key: whose.key, standing })
export const ramp = () => api.get<Ramp>('/api/seasons/ramp')
