/** What inviting and pausing reps asks the server. */

import * as api from '../../api.ts'
import type { Id, Me } from '../../wire.ts'
import type { Items, Rep } from '../wire.ts'
import type { Invitation, Invited, NewRep, PersonChange, RepInvited, TeamRow } from './wire.ts'

const at = (id: string) => encodeURIComponent(id)

export const teams = () => api.get<Items<TeamRow>>('/api/teams')
export const invite = (rep: NewRep) => api.post<RepInvited>('/api/reps', rep)
export const changePerson = (id: Id, change: PersonChange) =>
  api.patch<Rep>(`/api/reps/${at(id)}/person`, change)
export const invitations = () => api.get<Items<Invitation>>('/api/invitations')
export const renew = (rep: Id) => api.post<Invitation>(`/api/reps/${at(rep)}/invitation`)
export const revoke = (rep: Id) => api.remove<unknown>(`/api/reps/${at(rep)}/invitation`)

export const invited = (secret: string) => api.post<Invited>('/api/invitation', { secret })
export const accept = (secret: string, password: string, entry: 'phone' | 'desk') =>
  api.post<Me>('/api/invitation/accept', { secret, password, entry, device: '' })
