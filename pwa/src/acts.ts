/**
 * What a person does on this phone: each act writes the disk, then the screens follow.
 *
 * Loaded with the first screen that acts, so that the first load stays small.
 */

import type { Saved } from './db.ts'
import type { OutboxRow } from './outbox.ts'
import * as phone from './phone.ts'
import type {
  AccountRow,
  FeedbackArgs,
  Id,
  ProspectArgs,
  ReportArgs,
  Said,
  SyncItem,
  VisitRow,
} from './wire.ts'

/** Keeps an order of today's stops, or with null gives it up for the planner's. */
export async function chooseOrder(visits: Id[] | null): Promise<void> {
  phone.ownOrder.value = visits && { on: phone.today.value, visits }
  if (visits) await phone.theStore()?.saveDraft(phone.ORDER, phone.ownOrder.value)
  else await phone.theStore()?.dropDraft(phone.ORDER)
}

/** A report is on the disk when this answers ok; only then may a screen say "saved". */
export async function report(about: AccountRow | VisitRow, args: ReportArgs) {
  const saved = await say({ kind: 'report', args }, about)
  if (saved.ok) phone.tell(args.outcome === 'missed' ? 'missed' : 'reported')
  return saved
}

/** Any other fact or wish about an account: a check-in, a skip, a pin, a correction, a word. */
export function say(said: Said, about: AccountRow | VisitRow): Promise<Saved<OutboxRow>> {
  const { id, name } = accountOf(about)
  return write({ ...said, about: id }, name)
}

/** A word to the manager about no account: `label` is what the outbox calls it. */
export function feedback(args: FeedbackArgs, label: string): Promise<Saved<OutboxRow>> {
  return write({ kind: 'feedback', args, about: null }, label)
}

/** A new account that has not bought yet; its id is made here, so that it can be reported at once. */
export function addProspect(args: ProspectArgs): Promise<Saved<OutboxRow>> {
  return write({ kind: 'prospect', args, about: phone.makeId() }, args.name)
}

type Item = SyncItem extends infer T ? (T extends SyncItem ? Omit<T, Made> : never) : never
/** What this file adds to what is said. */
type Made = 'id' | 'at_phone' | 'zone'

async function write(said: Item, label: string): Promise<Saved<OutboxRow>> {
  const store = phone.theStore()
  if (!store) return { ok: false, why: 'signed out' }
  const item: SyncItem = {
    ...said,
    id: phone.makeId(),
    at_phone: phone.instant(),
    zone: phone.zone.value,
  }
  const saved = await store.add(item, label, Date.now())
  // Not read back from the disk: with a thousand waiting that would take longer than the tap.
  if (saved.ok) phone.written([...phone.outbox.value, saved.value])
  void keepData()
  return saved
}

/** True when it had not left yet, so that nothing is to be taken back at the server. */
export async function undo(id: Id): Promise<Saved<boolean>> {
  const store = phone.theStore()
  if (!store) return { ok: false, why: 'signed out' }
  const undone = await store.undo(id, phone.makeId, Date.now(), phone.instant())
  phone.written(await store.outbox())
  return undone
}

export async function retry(row: OutboxRow): Promise<void> {
  const store = phone.theStore()
  if (!store) return
  await store.retry(row.seq, phone.makeId(), Date.now())
  phone.written(await store.outbox())
}

export async function discard(row: OutboxRow): Promise<void> {
  const store = phone.theStore()
  if (!store) return
  await store.discard(row.seq)
  phone.written(await store.outbox())
}

function accountOf(about: AccountRow | VisitRow): { id: Id; name: string } {
  return about.type === 'visit'
    ? { id: about.account_id, name: about.account }
    : { id: about.id, name: about.name }
}

async function keepData(): Promise<void> {
  if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.()
}
