/** What all messages share: codes, places, problems, who is signed in. */

export const SCHEMA = 2

export type Id = string
export type IsoDate = string
export type Span = [number, number]

export type AccountClass = 'core' | 'invest' | 'opportunistic' | 'divest' | 'prospect'
export type Tier = 'A' | 'B' | 'C'
export type Channel = 'visit' | 'phone'
export type Outcome = 'made' | 'phone' | 'missed'
export type SeasonState = 'off' | 'ramp' | 'in' | 'peak'
export type Role = 'rep' | 'manager' | 'colleague' | 'admin'

/** The figures behind a reason; docs/problem-format.md says which there are. */
export type Figures = Record<string, number | string>

/** A place that is no account. */
export interface Place {
  label: string
  lat: number
  lon: number
}

export interface FileProblem {
  line: number
  column: string
  text: string
}

export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  problems: FileProblem[]
}

export interface Me {
  id: Id
  name: string
  email: string
  role: Role
  team: string | null
  language: string
  company: string
  zone: string
  demo: boolean
  notice: string
  token?: string | null
}

export interface About {
  company: string
  demo: boolean
  notice: string
  version: string
  now: string
  today: IsoDate
  zone: string
}

export interface SignInRow {
  id: Id
  entry: 'phone' | 'desk' | 'token'
  device: string
  created_at: string
  last_seen_at: string
  current: boolean
}
