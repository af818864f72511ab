/** What only the board reads; the figures themselves are in ../wire.ts. */

import type { DueState, Id, IsoDate } from '../../wire.ts'
import type { Coverage, CoverageAccount, CoverageList, Figure, Metric } from '../wire.ts'

export const DIMENSIONS = [
  ['rep', 'Rep'],
  ['team', 'Team'],
  ['account_class', 'Class'],
  ['tier', 'Tier'],
  ['segment', 'Segment'],
  ['town', 'Town'],
] as const
export type By = (typeof DIMENSIONS)[number][0]

/** Which accounts are looked at; what is left out lets all through. */
export type Filter = Partial<Record<By, string>>

export interface Apart {
  metric: string
  better: string
  worse: string
}

export interface Board extends Coverage {
  apart: Apart[]
  season_first: IsoDate | null
}

export interface ListedAccount extends CoverageAccount {
  town: string
  /** What it adds above and below the line of the number. */
  adds: number
  of: number
  short: boolean
}

export interface FieldDay {
  rep_id: Id
  rep: string
  on: IsoDate
  share: number
  visits: number
  travel_min: number
  on_site_min: number
  imputed: number
  adds: number
  of: number
  short: boolean
}

export interface Listed extends CoverageList {
  accounts: ListedAccount[]
  days: FieldDay[]
}

export interface HeatCell {
  account_class: string
  tier: string
  accounts: number
  figure: Figure
}

export interface Heat {
  metric: Metric
  cells: HeatCell[]
  classes: HeatCell[]
  tiers: HeatCell[]
  total: HeatCell
}

export type Cause =
  | 'nobody'
  | 'no_place'
  | 'no_plan'
  | 'planned'
  | 'displaced'
  | 'left_out'
  | 'missed'
  | 'not_planned'

export interface LadderCell {
  rung: string
  cause: Cause
  accounts: number
  value: number
}

export interface Ladder {
  rungs: string[]
  cells: LadderCell[]
  accounts: number
  value: number
}

export interface MapAccount {
  account_id: Id
  name: string
  city: string
  lat: number | null
  lon: number | null
  account_class: string
  due: DueState
  why: string
  required: number
  made: number
  attainment: 'met' | 'partly' | 'none' | 'not_asked'
}

export interface BoardMap {
  accounts: MapAccount[]
}

export interface Snapshot {
  on: IsoDate
  values: Record<string, number | null>
}

export interface Snapshots {
  metrics: Metric[]
  items: Snapshot[]
}
