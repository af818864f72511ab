/** What the goals screen reads and sends: the mirror of server/wire/goals.py. */

import type { FileProblem, Id, IsoDate } from '../../wire.ts'

export type GoalBy = 'all' | 'team' | 'rep' | 'account_class'

export interface GoalRequest {
  name: string
  metric: string
  target: number | null
  by: GoalBy
  key: string
  first: IsoDate | null
  last: IsoDate | null
}

export interface GoalCheck {
  problems: FileProblem[]
  warnings: string[]
  baseline: number | null
  hours_needed: number | null
  hours_there: number | null
}

export type GoalState =
  | 'not_started'
  | 'unknown'
  | 'met'
  | 'missed'
  | 'ahead'
  | 'on_pace'
  | 'behind'

export interface Goal {
  id: Id
  name: string
  metric: string
  target: number
  by: GoalBy
  key: string
  group: string
  first: IsoDate
  last: IsoDate
  baseline: number | null
  maker: string
  made_at: string
  closed_at: string | null
  value: number | null
  expected: number | null
  elapsed: number
  state: GoalState
  same_people: boolean
}

export interface GoalMeasure {
  name: string
  label: string
  unit: string
  higher: boolean
  source: 'board' | 'results'
  adds_up: boolean
}

export interface Goals {
  items: Goal[]
  measures: GoalMeasure[]
}
