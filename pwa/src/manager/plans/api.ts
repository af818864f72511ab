/** What the review of plans asks the server: one function an address. */

import * as api from '../../api.ts'
import type { Id, IsoDate } from '../../wire.ts'
import type { Items, Plan } from '../wire.ts'
import type { DayOffer, Hours, Review, Weights, Wish, Year, YearList } from './wire.ts'

const at = (id: string) => encodeURIComponent(id)
/** Offers are found one date after the other, each as exact as a day's route. */
const OFFERS_MS = 60_000

export const year = () => api.get<Year>('/api/year')
export const yearAccounts = (rep: Id, week: IsoDate) =>
  api.get<YearList>(`/api/reps/${at(rep)}/year/accounts?week=${at(week)}`)
export const hours = (rep: Id) => api.get<Hours>(`/api/reps/${at(rep)}/hours`)

export const review = (rep: Id) => api.get<Review>(`/api/reps/${at(rep)}/review`)
export const hold = (rep: Id, why: string) => api.post<Review>(`/api/reps/${at(rep)}/hold`, { why })
export const release = (rep: Id) => api.remove<Review>(`/api/reps/${at(rep)}/hold`)
export const weigh = (rep: Id, weights: Partial<Weights>) =>
  api.put<Review>(`/api/reps/${at(rep)}/weights`, weights)
export const refuse = (plan: Id, why: string) =>
  api.post<Plan>(`/api/plans/${at(plan)}/refuse`, { why })

export const wishes = (rep: Id) => api.get<Items<Wish>>(`/api/reps/${at(rep)}/wishes`)
export const offers = (account: Id, moving: IsoDate, from: IsoDate, to: IsoDate) =>
  api.ask<Items<DayOffer>>(
    'GET',
    `/api/accounts/${at(account)}/days?${new URLSearchParams({ moving, from, to })}`,
    undefined,
    OFFERS_MS,
  )
export const move = (visit: Id, on: IsoDate) =>
  api.post<Wish>(`/api/visits/${at(visit)}/move`, { on })
export const veto = (visit: Id, why: string) =>
  api.post<Wish>(`/api/visits/${at(visit)}/veto`, { why })
export const takeBack = (wish: Id) => api.remove<unknown>(`/api/wishes/${at(wish)}`)
