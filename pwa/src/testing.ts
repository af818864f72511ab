/** Rows for tests: one plain function a noun, everything changeable. Never in a bundle. */

import type { OutboxRow } from './outbox.ts'
import type {
  AccountRow,
  DayRow,
  FeedbackRow,
  MeRow,
  PlanRow,
  ReportRow,
  SyncItem,
  VisitRow,
  WishRow,
} from './wire.ts'

export function id(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

export function makeAccount(changes: Partial<AccountRow> = {}): AccountRow {
  return {
    type: 'account',
    id: id(1),
    rev: 1,
    number: 'A-1',
    name: 'Harbor Grill',
    rep_id: id(900),
    rep: 'Ann',
    account_class: 'core',
    tier: 'A',
    segment: 'restaurant',
    segment_label: 'Restaurant',
    active: true,
    address: '1 Main Street',
    city: 'Lake Geneva',
    state: 'WI',
    zip: '53147',
    lat: 42.59,
    lon: -88.43,
    place_source: 'file',
    contacts: [],
    opening_hours: '',
    opening_hours_problem: '',
    hours_week: [[], [], [], [], [], [], []],
    cadence: {
      interval_d: 14,
      tolerance: 0.25,
      service_s: 1800,
      channel: 'visit',
      overridden: false,
    },
    season: { state: 'in', until: null, opens: null },
    due: {
      state: 'due',
      days: 0,
      priority: 1,
      earliest: '2026-05-04',
      target: '2026-05-05',
      latest: '2026-05-07',
      why: 'Core A, every 2 weeks',
    },
    last_visit: null,
    next_visit: null,
    potential: null,
    sales_12m: 0,
    sales_12m_before: 0,
    assumed: [],
    history: [],
    sales: [],
    windows: [],
    unplanned: null,
    ...changes,
  }
}

export function makeVisit(changes: Partial<VisitRow> = {}): VisitRow {
  return {
    type: 'visit',
    id: id(101),
    rev: 1,
    account_id: id(1),
    account: 'Harbor Grill',
    rep_id: id(900),
    on: '2026-05-05',
    position: 0,
    channel: 'visit',
    arrival_s: 9 * 3600,
    start_s: 9 * 3600,
    departure_s: 9 * 3600 + 1800,
    travel_s: 600,
    travel_m: 5000,
    service_s: 1800,
    earliest: '2026-05-04',
    target: '2026-05-05',
    latest: '2026-05-07',
    ramp: false,
    why: 'Core A, every 2 weeks',
    held: null,
    cancelled: false,
    windows: [[8 * 3600, 20 * 3600]],
    ...changes,
  }
}

export function makeDay(changes: Partial<DayRow> = {}): DayRow {
  return {
    type: 'day',
    id: '2026-05-05',
    rev: 1,
    rep_id: id(900),
    on: '2026-05-05',
    leave_s: 8 * 3600,
    home_s: 16 * 3600,
    lunch_start_s: null,
    lunch_s: 0,
    travel_s: 3600,
    travel_m: 40_000,
    proven: true,
    estimate: true,
    ...changes,
  }
}

export function makeMe(changes: Partial<MeRow> = {}): MeRow {
  return {
    type: 'me',
    id: id(900),
    rev: 1,
    name: 'Ann',
    email: 'ann@example.com',
    role: 'rep',
    company: 'Northlake',
    zone: 'America/Chicago',
    language: 'en',
    demo: false,
    notice: '',
    base_label: 'Home',
    base_lat: 42.59,
    base_lon: -88.43,
    week: [
      [28_800, 61_200],
      [28_800, 61_200],
      [28_800, 61_200],
      [28_800, 61_200],
      [28_800, 61_200],
      null,
      null,
    ],
    lunch_start_s: 41_400,
    lunch_end_s: 50_400,
    lunch_s: 1800,
    ...changes,
  }
}

export function makePlan(changes: Partial<PlanRow> = {}): PlanRow {
  return {
    type: 'plan',
    id: id(800),
    rev: 1,
    made_at: '2026-05-05T10:00:00Z',
    stale: false,
    working: '',
    unplanned: [],
    ...changes,
  }
}

export function makeReport(changes: Partial<ReportRow> = {}): ReportRow {
  return {
    type: 'report',
    id: id(501),
    rev: 2,
    account_id: id(1),
    visit_id: id(101),
    on: '2026-05-05',
    outcome: 'made',
    result: '',
    note: '',
    minutes: null,
    rep: 'Ann',
    at_phone: '2026-05-05T14:30:00Z',
    amended: false,
    withdrawn: false,
    ...changes,
  }
}

export function makeWish(changes: Partial<WishRow> = {}): WishRow {
  return {
    type: 'wish',
    id: id(601),
    rev: 2,
    account_id: id(1),
    visit_id: id(101),
    kind: 'drop',
    on: '2026-05-05',
    start_s: null,
    end_s: null,
    reason: '',
    withdrawn: false,
    answer: 'waiting',
    answer_text: '',
    ...changes,
  }
}

export function makeFeedback(changes: Partial<FeedbackRow> = {}): FeedbackRow {
  return {
    type: 'feedback',
    id: id(801),
    rev: 2,
    rep_id: id(901),
    rep: 'Ann',
    account_id: null,
    account: '',
    on: '2026-05-05',
    topic: 'day',
    text: 'Too far for one day.',
    received_at: '2026-05-05T18:00:00Z',
    answer: '',
    answered_at: null,
    answered_by: '',
    withdrawn: false,
    ...changes,
  }
}

export function makeItem(changes: Partial<Extract<SyncItem, { kind: 'report' }>> = {}): SyncItem {
  return {
    id: id(701),
    kind: 'report',
    about: id(1),
    args: {
      visit_id: id(101),
      on: '2026-05-05',
      outcome: 'made',
      result: '',
      note: '',
      minutes: null,
    },
    at_phone: '2026-05-05T14:30:00Z',
    zone: 'America/Chicago',
    ...changes,
  }
}

export function makeRow(changes: Partial<OutboxRow> = {}): OutboxRow {
  return {
    seq: 1,
    item: makeItem(),
    label: 'Harbor Grill',
    made_ms: 0,
    state: 'waiting',
    left: false,
    code: null,
    text: null,
    ...changes,
  }
}
