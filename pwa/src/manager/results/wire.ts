/** What the results screen reads: the mirror of server/wire/results.py. */

import type { Id, IsoDate } from '../../wire.ts'

export type ResultUnit = 'money' | 'share' | 'change' | 'count' | 'months' | 'per_hour' | 'index'

export interface ResultMetric {
  name: string
  label: string
  sentence: string
  unit: ResultUnit
  kind: 'sum' | 'ratio' | 'growth' | 'median'
  higher_is_better: boolean
}

export interface ResultFigure {
  metric: string
  value: number | null
  numerator: number | null
  denominator: number | null
  n: number
  few: boolean
  low: number | null
  high: number | null
  before: number | null
}

export interface ResultGroup {
  key: string
  label: string
  figures: ResultFigure[]
}

export interface ResultMonth {
  month: IsoDate
  sales: number
  before: number | null
}

export interface ResultFacts {
  told_since: IsoDate | null
  told_until: IsoDate | null
  visits: number
  untimed: number
  usual_minutes: number
  margin_known: number | null
  margin_assumed: number
  cost_a_minute: number
}

export interface Results {
  first: IsoDate
  last: IsoDate
  by: string
  metrics: ResultMetric[]
  total: ResultGroup
  groups: ResultGroup[]
  months: ResultMonth[]
  facts: ResultFacts
}

export interface ResultAccount {
  account_id: Id
  number: string
  name: string
  rep: string
  account_class: string
  tier: string
  segment: string
  city: string
  above: number
  below: number
}

export interface ResultsList {
  metric: ResultMetric
  figure: ResultFigure
  accounts: ResultAccount[]
}
