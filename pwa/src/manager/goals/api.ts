import * as api from '../../api.ts'
import type { Id } from '../../wire.ts'
import type { Goal, GoalCheck, GoalRequest, Goals } from './wire.ts'

const at = (id: Id) => `/api/goals/${encodeURIComponent(id)}`

export const goals = () => api.get<Goals>('/api/goals')
export const check = (goal: GoalRequest) => api.post<GoalCheck>('/api/goals/check', goal)
export const add = (goal: GoalRequest) => api.post<Goal>('/api/goals', goal)
export const change = (id: Id, goal: GoalRequest) => api.put<Goal>(at(id), goal)
export const close = (id: Id, closed: boolean) => api.post<Goal>(`${at(id)}/close`, { closed })
export const remove = (id: Id) => api.remove<unknown>(at(id))
export const restore = (id: Id) => api.post<Goal>(`${at(id)}/restore`)
