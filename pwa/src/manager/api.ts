/** What the desk asks the server: one function an address. The asking itself is in ../api.ts. */

import * as api from '../api.ts'
import type {
  About,
  AccountRow,
  Became,
  Changes,
  FeedbackRow,
  Id,
  IsoDate,
  Me,
  PlainMap,
  SignInRow,
  Unplanned,
  VisitRow,
} from '../wire.ts'
import type {
  AccountChange,
  AccountPlan,
  CadenceRule,
  Capacity,
  Coverage,
  CoverageList,
  DayOff,
  Field,
  Found,
  ImportKind,
  ImportPreview,
  ImportRun,
  Items,
  KeptAside,
  Plan,
  PlannedDay,
  Policy,
  Rep,
  RepChange,
  Report,
  Segment,
  SegmentChange,
  Setting,
  SettingValue,
  SplitPreview,
  TeamFeed,
  WorkRequest,
} from './wire.ts'

type Query = Record<string, string | undefined>

/** A file of 10,000 rows and a clock moved by months take longer than a tap. */
const LONG_MS = 180_000

/** Leaves out what is empty: the server reads a missing name as "all". */
function address(path: string, query: Query = {}): string {
  const asked = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return asked.length > 0 ? `${path}?${new URLSearchParams(asked)}` : path
}

const at = (id: string) => encodeURIComponent(id)

// --- signing in, the demo --------------------------------------------------------------------------

export const me = () => api.get<Me>('/api/session')
export const signIn = (email: string, password: string, device: string) =>
  api.post<Me>('/api/session', { email, password, entry: 'desk', device })
export const signOut = () => api.remove<unknown>('/api/session')
export const about = () => api.get<About>('/api/about')
export const setClock = (ask: { to?: IsoDate; days?: number }) =>
  api.ask<About>('POST', '/api/clock', ask, LONG_MS)
export const map = () => api.get<PlainMap>('/api/map')
export const devices = (person?: Id) =>
  api.get<Items<SignInRow>>(address('/api/sessions', { person }))
export const revoke = (id: Id, lost: boolean) =>
  api.remove<unknown>(address(`/api/sessions/${at(id)}`, { lost: lost ? '1' : undefined }))

export const keptAside = () => api.get<Items<KeptAside>>('/api/kept-aside')
export const applyKept = (id: Id) => api.post<unknown>(`/api/kept-aside/${at(id)}/apply`)
export const discardKept = (id: Id) => api.remove<unknown>(`/api/kept-aside/${at(id)}`)

// --- what reps told --------------------------------------------------------------------------------

export const feedback = (state: 'open' | 'answered') =>
  api.get<Items<FeedbackRow>>(address('/api/feedback', { state }))
/** An empty text takes the answer back. */
export const answerFeedback = (id: Id, text: string) =>
  api.post<FeedbackRow>(`/api/feedback/${at(id)}/answer`, { text })
export const field = () => api.get<Field>('/api/field')
export const reportsAt = (account: Id) =>
  api.get<Items<Report>>(`/api/accounts/${at(account)}/reports`)

/** A picture of a report; null where it cannot be had. It never changes, so it may be kept. */
export async function photo(sha256: string): Promise<Blob | null> {
  try {
    const asked = { headers: { 'X-Rounds-Entry': 'desk' }, credentials: 'same-origin' } as const
    const response = await fetch(`/api/photos/${at(sha256)}`, asked)
    return response.ok ? await response.blob() : null
  } catch {
    return null
  }
}

// --- coverage --------------------------------------------------------------------------------------

export const coverage = (query: { first: IsoDate; last: IsoDate; by: string }) =>
  api.get<Coverage>(address('/api/coverage', query))
export const coverageList = (query: {
  metric: string
  first: IsoDate
  last: IsoDate
  by?: string
  key?: string
}) => api.get<CoverageList>(listAddress(query))

/** An empty key is a group of its own (no rep, no segment), so it is sent where `by` is. */
function listAddress({ key, by, ...query }: Query): string {
  const path = address('/api/coverage/list', { by, ...query })
  return by ? `${path}&key=${at(key ?? '')}` : path
}

// --- accounts --------------------------------------------------------------------------------------

export const accounts = (query: Query) =>
  api.get<Found<AccountRow>>(address('/api/accounts', query))
export const account = (id: Id) => api.get<AccountRow>(`/api/accounts/${at(id)}`)
export const accountPlan = (id: Id) => api.get<AccountPlan>(`/api/accounts/${at(id)}/plan`)
export const changeAccount = (id: Id, change: AccountChange) =>
  api.patch<AccountRow>(`/api/accounts/${at(id)}`, change)
export const split = (rep_ids: Id[], apply: boolean) =>
  api.ask<SplitPreview>('POST', '/api/accounts/split', { rep_ids, apply }, LONG_MS)
export const undo = (id: Id) => api.post<{ label: string }>(`/api/undo/${at(id)}`)

export const imports = () => api.get<Items<ImportRun>>('/api/imports')

export function importFile(
  file: File,
  kind: ImportKind,
  mapping: Record<string, string> | null,
  apply: boolean,
) {
  const form = new FormData()
  form.set('file', file)
  form.set('kind', kind)
  form.set('apply', apply ? '1' : '0')
  // The button says how many rows are left out: whoever presses it has agreed to that.
  if (apply) form.set('leave_out', '1')
  if (mapping) form.set('mapping', JSON.stringify(mapping))
  return api.ask<ImportPreview>('POST', '/api/imports', form, LONG_MS)
}

// --- plans -----------------------------------------------------------------------------------------

export const plans = (rep?: Id) => api.get<Items<Plan>>(address('/api/plans', { rep }))
export const plan = (id: Id) => api.get<Plan>(`/api/plans/${at(id)}`)
export const askForPlan = (rep_id: Id) => api.post<WorkRequest>('/api/plans', { rep_id })
export const publish = (id: Id) => api.post<Plan>(`/api/plans/${at(id)}/publish`)
export const refuse = (id: Id) => api.post<Plan>(`/api/plans/${at(id)}/refuse`)
export const requests = () => api.get<Items<WorkRequest>>('/api/requests')
export const again = (task: string, key: string) =>
  api.post<WorkRequest>(`/api/requests/${at(task)}/${at(key)}/again`)
export const days = (rep: Id, first: IsoDate, last: IsoDate) =>
  api.get<Items<PlannedDay>>(address('/api/days', { rep, first, last }))
export const capacity = (rep: Id) => api.get<Capacity>(`/api/reps/${at(rep)}/capacity`)
export const changes = (rep: Id, since?: IsoDate) =>
  api.get<Changes>(address(`/api/reps/${at(rep)}/plan/changes`, { since }))
export const unplanned = (rep?: Id) => api.get<Items<Unplanned>>(address('/api/unplanned', { rep }))
export const visit = (id: Id) => api.get<VisitRow>(`/api/visits/${at(id)}`)

// --- people and settings -----------------------------------------------------------------------------

export const reps = () => api.get<Items<Rep>>('/api/reps')
export const changeRep = (id: Id, change: RepChange) =>
  api.patch<Rep>(`/api/reps/${at(id)}`, change)
export const addDayOff = (rep: Id, off: Omit<DayOff, 'id'>) =>
  api.post<unknown>(`/api/reps/${at(rep)}/days-off`, off)
export const removeDayOff = (id: Id) => api.remove<unknown>(`/api/days-off/${at(id)}`)
export const settings = () => api.get<Items<Setting>>('/api/settings')
export const changeSettings = (values: Record<string, SettingValue>) =>
  api.put<Items<Setting>>('/api/settings', { values })
export const policies = () => api.get<Items<Policy>>('/api/policies')
export const changePolicies = (items: readonly Policy[]) =>
  api.put<Items<Policy>>('/api/policies', { items })
export const cadence = () => api.get<Items<CadenceRule>>('/api/cadence')
export const changeCadence = (items: CadenceRule[]) =>
  api.put<Items<CadenceRule>>('/api/cadence', { items })
export const segments = () => api.get<Items<Segment>>('/api/segments')
export const changeSegment = (name: string, change: SegmentChange) =>
  api.put<Segment>(`/api/segments/${at(name)}`, change)

// --- calendars ---------------------------------------------------------------------------------------

export const teamFeeds = () => api.get<Items<TeamFeed>>('/api/feeds/team')
export const became = (visit: Id) => api.get<Became>(`/api/visits/${at(visit)}/became`)
