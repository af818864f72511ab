/** A prospect added on this phone, as an account row until the server has it. Pure. */

import { daysBetween, workingDaysAfter } from './dates.ts'
import { inOrder, type OutboxRow } from './outbox.ts'
import type { AccountRow, Due, Id, IsoDate, MeRow, ProspectArgs } from './wire.ts'

/** The prospects of the outbox that the server's rows do not know yet, by id. */
export function addedAccounts(
  outbox: readonly OutboxRow[],
  known: ReadonlyMap<Id, AccountRow>,
  me: MeRow | null,
  today: IsoDate,
): ReadonlyMap<Id, AccountRow> {
  const rows = inOrder(outbox).flatMap(({ item, state }) =>
    item.kind === 'prospect' && state === 'waiting' && !known.has(item.about)
      ? [accountRow(item.about, item.args, me, today)]
      : [],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

function accountRow(id: Id, said: ProspectArgs, me: MeRow | null, today: IsoDate): AccountRow {
  const contact = { name: said.contact_name, phone: said.phone, email: said.email }
  return {
    type: 'account',
    id,
    rev: 0,
    number: '',
    name: said.name,
    rep_id: me?.id ?? null,
    rep: me?.name ?? null,
    account_class: 'prospect',
    tier: 'C',
    segment: said.segment || null,
    segment_label: '',
    active: true,
    address: said.address,
    city: said.city,
    state: '',
    zip: said.zip,
    lat: said.lat,
    lon: said.lon,
    place_source: said.lat === null ? null : 'phone',
    contacts: Object.values(contact).some(Boolean) ? [contact] : [],
    opening_hours: '',
    opening_hours_problem: '',
    hours_week: [],
    cadence: {
      interval_d: null,
      tolerance: 0.25,
      service_s: 1200,
      channel: 'visit',
      overridden: false,
    },
    season: { state: 'in', until: null, opens: null },
    due: due(said.on, me?.first_touch_days ?? null, today),
    last_visit: null,
    next_visit: null,
    potential: null,
    sales_12m: 0,
    sales_12m_before: 0,
    assumed: ['tier'],
    history: [],
    touches: [],
    sales: [],
    windows: [],
    unplanned: null,
  }
}

/** Due on the day it was found, and late after so many working days, as the server will say it. */
function due(on: IsoDate, within: number | null, today: IsoDate): Due {
  const nothing = { days: 0, priority: 0, earliest: null, target: null, latest: null, why: '' }
  if (within === null) return { ...nothing, state: 'open' }
  const by = workingDaysAfter(on, within)
  return {
    ...nothing,
    state: today > by ? 'overdue' : 'due',
    days: daysBetween(on, today),
    earliest: on,
    target: on,
    latest: by,
    reason: 'first_touch',
    figures: { found: on, by },
  }
}
