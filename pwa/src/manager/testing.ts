/** For tests alone: what the desk receives, valid as it is, changed by what a test names. */

import { makeDay } from '../testing.ts'
import type { Figure, Metric, Plan, PlannedDay, Rep, Report } from './wire.ts'

export function makeMetric(changes: Partial<Metric> = {}): Metric {
  return {
    name: 'attainment',
    label: 'Attainment',
    sentence: 'Visits made of visits required.',
    unit: 'share',
    good: 'at least 85%',
    higher_is_better: true,
    ...changes,
  }
}

export function makeFigure(changes: Partial<Figure> = {}): Figure {
  return { metric: 'attainment', value: 0.5, numerator: 50, denominator: 100, ...changes }
}

export function makeRep(changes: Partial<Rep> = {}): Rep {
  return {
    id: 'ann',
    name: 'Ann',
    email: 'ann@example.com',
    team: 'North',
    active: true,
    base_label: 'Burlington',
    base_lat: 42.67,
    base_lon: -88.27,
    zone: 'America/Chicago',
    country: 'US',
    subdivision: 'WI',
    week: [...Array(5).fill([8 * 3600, 17 * 3600]), null, null],
    lunch_start_s: 11 * 3600,
    lunch_end_s: 14 * 3600,
    lunch_s: 1800,
    ends: Array(7).fill(null),
    nights: null,
    auto_publish: true,
    days_off: [],
    accounts: 80,
    last_sync: null,
    ...changes,
  }
}

export function makePlan(changes: Partial<Plan> = {}): Plan {
  return {
    id: 'plan',
    rep_id: 'ann',
    rep: 'Ann',
    made_at: '2026-05-05T12:00:00Z',
    today: '2026-05-05',
    last_day: '2026-05-11',
    state: 'published',
    summary: {},
    unplanned: [],
    ...changes,
  }
}

export function makeReport(changes: Partial<Report> = {}): Report {
  return {
    id: 'report',
    account_id: 'account',
    account: 'Harbor Grill',
    account_class: 'core',
    rep: 'Ann',
    on: '2026-05-05',
    outcome: 'made',
    result: '',
    note: '',
    minutes: null,
    next_step: '',
    next_step_on: null,
    class_answer: '',
    class_wanted: null,
    events: [],
    order_value: null,
    photos: [],
    source: 'phone',
    ...changes,
  }
}

export function makePlannedDay(on: string, visits: PlannedDay['visits'] = []): PlannedDay {
  return { day: makeDay({ id: on, on }), visits }
}
