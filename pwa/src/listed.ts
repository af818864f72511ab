/**
 * The list of accounts in columns, pure: one record on the disk in place of thousands of rich rows.
 *
 * It holds what lists, search and the map read. The server's columns bring most of it; address and
 * contacts come in with the details, so that search finds everything that is on the phone.
 */

import type { AccountColumns, AccountRow, Contact, Deleted, Id, Row, Unplanned } from './wire.ts'

export interface List extends AccountColumns {
  address: string[]
  zip: string[]
  contacts: Contact[][]
}

type Field = keyof List
type Fields = { [F in Field]: List[F][number] }

const READ: { [F in Field]: (row: AccountRow) => Fields[F] } = {
  id: (row) => row.id,
  rev: (row) => row.rev,
  number: (row) => row.number,
  name: (row) => row.name,
  account_class: (row) => row.account_class,
  tier: (row) => row.tier,
  segment_label: (row) => row.segment_label,
  active: (row) => row.active,
  city: (row) => row.city,
  lat: (row) => row.lat,
  lon: (row) => row.lon,
  channel: (row) => row.cadence.channel,
  service_s: (row) => row.cadence.service_s,
  season: (row) => row.season.state,
  due_state: (row) => row.due.state,
  due_days: (row) => row.due.days,
  due_priority: (row) => row.due.priority,
  due_target: (row) => row.due.target,
  due_latest: (row) => row.due.latest,
  last_visit: (row) => row.last_visit,
  next_visit: (row) => row.next_visit,
  unplanned: (row) => row.unplanned?.reason ?? null,
  address: (row) => row.address,
  zip: (row) => row.zip,
  contacts: (row) => row.contacts,
}
const FIELDS = Object.keys(READ) as Field[]

/** Rows to columns. */
export function list(rows: Iterable<AccountRow>): List {
  const all = [...rows]
  return Object.fromEntries(
    FIELDS.map((field) => [field, all.map(READ[field] as (row: AccountRow) => unknown)]),
  ) as unknown as List
}

/** Columns to rows that say of themselves that they are brief. */
export function brief(columns: AccountColumns & Partial<List>): AccountRow[] {
  return columns.id.map((_, at) => row(columns, at))
}

/** The list after an answer: what left is gone, the answer's columns and rows replace the old. */
export function renewed(
  before: List | undefined,
  columns: AccountColumns | null | undefined,
  changes: readonly Row[],
  deleted: readonly Deleted[],
): List {
  const rows = new Map(before ? brief(before).map((one) => [one.id, one]) : [])
  for (const { type, id } of deleted) if (type === 'account') rows.delete(id)
  for (const one of columns ? brief(columns) : []) {
    const { address, zip, contacts } = rows.get(one.id) ?? one
    rows.set(one.id, { ...one, address, zip, contacts })
  }
  for (const one of changes) if (one.type === 'account') rows.set(one.id, one)
  return list(rows.values())
}

function row(from: AccountColumns & Partial<List>, at: number): AccountRow {
  // Columns are of one length, so that a place in one is a place in all.
  const of = <F extends Field>(field: F) => from[field]?.[at] as Fields[F]
  return {
    type: 'account',
    brief: true,
    id: of('id'),
    rev: of('rev'),
    number: of('number'),
    name: of('name'),
    account_class: of('account_class'),
    tier: of('tier'),
    segment_label: of('segment_label'),
    active: of('active'),
    city: of('city'),
    lat: of('lat'),
    lon: of('lon'),
    last_visit: of('last_visit'),
    next_visit: of('next_visit'),
    address: of('address') ?? '',
    zip: of('zip') ?? '',
    contacts: of('contacts') ?? [],
    season: { state: of('season'), until: null, opens: null },
    cadence: {
      interval_d: null,
      tolerance: 0,
      service_s: of('service_s'),
      channel: of('channel'),
      overridden: false,
    },
    due: {
      state: of('due_state'),
      days: of('due_days'),
      priority: of('due_priority'),
      earliest: null,
      target: of('due_target'),
      latest: of('due_latest'),
      why: '',
    },
    unplanned: leftOut(of('id'), of('name'), of('unplanned'), of('due_target'), of('due_latest')),
    ...DETAILS,
  }
}

/** What only a row with details says. */
const DETAILS = {
  rep_id: null,
  rep: null,
  segment: null,
  state: '',
  place_source: null,
  opening_hours: '',
  opening_hours_problem: '',
  hours_week: [],
  potential: null,
  sales_12m: 0,
  sales_12m_before: 0,
  assumed: [],
  history: [],
  sales: [],
  windows: [],
} satisfies Partial<AccountRow>

function leftOut(
  account_id: Id,
  account: string,
  reason: string | null,
  target: string | null,
  latest: string | null,
): Unplanned | null {
  if (reason === null) return null
  return { account_id, account, reason, sentence: '', target: target ?? '', latest: latest ?? '' }
}
