import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Answer } from './api.ts'
import { forget, openStore, type Store } from './db.ts'
import { list } from './listed.ts'
import { UNDO_MS } from './outbox-life.ts'
import { backOff, type Post, syncOnce } from './sync.ts'
import { id, makeAccount, makeItem, makePlan, makeVisit } from './testing.ts'
import {
  type AccountRow,
  SCHEMA,
  type SyncAnswer,
  type SyncRequest,
  type SyncResult,
  type VisitRow,
} from './wire.ts'

/**
 * The server as the protocol promises it: one order, one effect an id, one answer an id.
 *
 * It may be restored from an earlier copy, and then has a new epoch.
 */
class ModelServer {
  rev = 0
  epoch = 1
  rows = new Map<string, VisitRow | AccountRow>()
  tombstones = new Map<string, number>()
  log = new Map<string, SyncResult>()
  effects = new Map<string, number>()
  /** An item with this note makes the server fail whole requests. */
  poison = 'poison'

  answer(request: SyncRequest): Answer<SyncAnswer> {
    if (request.send.some((item) => item.kind === 'report' && item.args.note === this.poison)) {
      return refusal(500)
    }
    const results = request.send.map((item): SyncResult => {
      const known = this.log.get(item.id)
      if (known) return { ...known, status: 'duplicate' }
      const no = item.kind === 'report' && item.args.note === 'no'
      const first: SyncResult = no
        ? { id: item.id, status: 'refused', code: 'not_found' }
        : { id: item.id, status: 'accepted' }
      this.log.set(item.id, first)
      if (!no) this.effects.set(item.id, (this.effects.get(item.id) ?? 0) + 1)
      return first
    })
    const from = request.epoch === `e${this.epoch}` || request.epoch === null ? request.cursor : 0
    const newer = [...this.rows.values()].filter((row) => row.rev > from)
    const many = newer.filter((row) => row.type === 'account')
    const asList = from === 0 || many.length > 2
    const atOnce = asList ? newer.filter((row) => row.type !== 'account') : newer
    atOnce.sort((a, b) => a.rev - b.rev)
    // Small pages, so that "more" is walked; never half a revision.
    const last = atOnce[2]?.rev ?? this.rev
    const page = atOnce.filter((row) => row.rev <= last)
    const more = atOnce.length > page.length
    const cursor = more ? (page.at(-1)?.rev ?? this.rev) : this.rev
    const gone = [...this.tombstones].filter(([, rev]) => rev > from && rev <= cursor)
    const begins = asList && many.length > 0
    const known = from === 0 ? null : request.rest
    const since = Math.min(from, Number(known?.split(':')[0] ?? from))
    const walked = begins || more ? [] : this.details(known)
    const plan = makePlan({ rev: this.rev, tag: `t${this.rev}` })
    return {
      kind: 'ok',
      data: {
        results,
        changes: structuredClone([
          ...page,
          ...walked,
          ...(more || request.plan === plan.tag ? [] : [plan]),
        ]),
        deleted: gone.map(([one]) => ({ type: typeOf(one), id: one })),
        accounts: begins ? list(many) : null,
        rest: begins
          ? `${since}:`
          : more || walked.length < 2
            ? more
              ? known
              : null
            : next(known, walked),
        cursor,
        more,
        epoch: `e${this.epoch}`,
        server_time: '2026-05-05T12:00:00Z',
        today: '2026-05-05',
        schema: SCHEMA,
      },
    }
  }

  /** Two accounts a page, by id, as they stand now. */
  private details(rest: string | null): AccountRow[] {
    if (rest === null) return []
    const [since = '', after = ''] = rest.split(':')
    return [...this.rows.values()]
      .filter((row): row is AccountRow => row.type === 'account')
      .filter((row) => row.rev > Number(since) && row.id > after)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, 2)
  }

  /** Some accounts are handed over or changed at once. */
  assign(accounts: readonly number[]): void {
    const rev = ++this.rev
    for (const one of accounts) {
      this.rows.set(id(ACCOUNT + one), makeAccount({ id: id(ACCOUNT + one), rev, name: `v${rev}` }))
    }
  }

  plan(visit: number, position: number): void {
    const row = makeVisit({ id: id(visit), position, rev: ++this.rev })
    // Its tombstone stays, as that of a day does which a new plan deletes and makes again.
    this.rows.set(row.id, row)
  }

  drop(number: number): void {
    if (this.rows.delete(id(number))) this.tombstones.set(id(number), ++this.rev)
  }

  copy(): ModelServer {
    return Object.assign(new ModelServer(), structuredClone({ ...this }))
  }

  restore(copy: ModelServer): void {
    Object.assign(this, structuredClone({ ...copy }), { epoch: this.epoch + 1 })
  }
}

/** Accounts have ids above these, visits below. */
const ACCOUNT = 100

function typeOf(row: string): 'account' | 'visit' {
  return row > id(ACCOUNT) ? 'account' : 'visit'
}

function next(rest: string | null, walked: readonly AccountRow[]): string {
  return `${rest?.split(':')[0]}:${walked.at(-1)?.id}`
}

function refusal(status: number): Answer<never> {
  return { kind: 'refused', status, code: 'x', detail: 'no', problems: [], retry_s: null }
}

type Fault =
  | 'none'
  | 'unsent'
  | 'unanswered'
  | 'half'
  | 'crash'
  | 'closed'
  | 'signed-out'
  | 'broken'
type Step =
  | { do: 'write'; note: string }
  | { do: 'undo'; which: number }
  | { do: 'wait' }
  | { do: 'sync'; fault: Fault; urgent: boolean }
  | { do: 'two tabs' }
  | { do: 'reload' }
  | { do: 'plan'; visit: number; position: number }
  | { do: 'drop'; number: number }
  | { do: 'assign'; accounts: number[] }
  | { do: 'backup' }
  | { do: 'restore' }

const small = fc.integer({ min: 1, max: 9 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      note: fc.constantFrom('', '', 'no', 'poison'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.constant({ do: 'wait' as const }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('sync' as const),
      fault: fc.constantFrom<Fault>(
        'none',
        'unsent',
        'unanswered',
        'half',
        'crash',
        'closed',
        'signed-out',
        'broken',
      ),
      urgent: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'two tabs' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'reload' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('plan' as const), visit: small, position: small }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('drop' as const),
      number: fc.oneof(
        small,
        small.map((one) => ACCOUNT + one),
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('assign' as const),
      accounts: fc.uniqueArray(small, { minLength: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'backup' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restore' as const }) },
)

/** One phone and its person, in front of a server that may fail at every point. */
class World {
  server = new ModelServer()
  backup = this.server.copy()
  clock = 1_000_000
  written: string[] = []
  undone = new Set<string>()
  last = 0
  person: string
  store: Store

  private constructor(person: string, store: Store) {
    this.person = person
    this.store = store
  }

  static async open(person: string): Promise<World> {
    return new World(person, await openStore(person, () => id(4000)))
  }

  newId = () => id(10_000 + ++this.last)

  post(fault: Fault): Post {
    return async (request) => {
      if (fault === 'unsent') return { kind: 'offline' }
      if (fault === 'signed-out') {
        return { kind: 'signed-out', wipe: false, kept: false, detail: '' }
      }
      if (fault === 'broken') return refusal(500)
      const answer = this.server.answer(structuredClone(request))
      if (fault === 'unanswered') return { kind: 'offline' }
      if (fault === 'half') return { kind: 'ok', data: { results: [] } as never }
      // Safari drops the connection of a page that slept: the answer comes, the disk is gone.
      if (fault === 'closed') this.store.close()
      if (fault === 'crash') throw new Error('the process was killed')
      return answer
    }
  }

  async sync(fault: Fault, urgent = false): Promise<void> {
    const done = syncOnce(this.store, this.post(fault), () => this.clock, urgent)
    if (fault === 'crash') await done.catch(() => this.reload())
    else await done
  }

  async reload(): Promise<void> {
    this.store.close()
    this.store = await openStore(this.person, () => id(4000))
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'write':
        return this.write(step.note)
      case 'undo':
        return this.undo(step.which)
      case 'wait':
        this.clock += UNDO_MS
        return
      case 'sync':
        return this.sync(step.fault, step.urgent)
      case 'two tabs':
        return this.twoTabs()
      case 'reload':
        return this.reload()
      case 'plan':
        return this.server.plan(step.visit, step.position)
      case 'drop':
        return this.server.drop(step.number)
      case 'assign':
        return this.server.assign(step.accounts)
      case 'backup':
        this.backup = this.server.copy()
        return
      case 'restore':
        return this.server.restore(this.backup)
    }
  }

  private async write(note: string): Promise<void> {
    const item = makeItem({ id: this.newId() })
    if (item.kind === 'report') item.args = { ...item.args, note }
    const saved = await this.store.add(item, 'Harbor Grill', this.clock)
    expect(saved.ok).toBe(true)
    this.written.push(item.id)
    // I1: when add has answered, a page opened anew finds it.
    const other = await openStore(this.person, () => id(4000))
    expect((await other.outbox()).some((row) => row.item.id === item.id)).toBe(true)
    other.close()
  }

  private async undo(which: number): Promise<void> {
    const one = this.written[which % Math.max(1, this.written.length)]
    if (!one) return
    const undone = await this.store.undo(one, this.newId, this.clock, '2026-05-05T12:00:00Z')
    if (undone.ok && undone.value) {
      expect(this.server.log.has(one)).toBe(false)
      this.undone.add(one)
    }
  }

  /** Without locks (plain http) two tabs may send the same at the same time. */
  private async twoTabs(): Promise<void> {
    const other = await openStore(this.person, () => id(4000))
    const tab = (store: Store) => syncOnce(store, this.post('none'), () => this.clock, true)
    await Promise.all([tab(this.store), tab(other)])
    other.close()
  }

  /** After a good connection: what the protocol promises. */
  async settle(): Promise<void> {
    this.clock += 10 * UNDO_MS
    await this.sync('none')
    const { rows, outbox } = await held(this.store)
    const kept = new Set(outbox.map((row) => row.item.id))
    for (const one of this.written) {
      const [effects, waits] = [this.server.effects.get(one) ?? 0, kept.has(one)]
      if (this.undone.has(one)) expect([effects, waits]).toEqual([0, false])
      // I2, I3: it had its one effect, or it is still here to be dealt with.
      else expect([effects, waits]).toEqual(waits ? [0, true] : [1, false])
    }
    // I6: nothing waits behind a poisoned row.
    expect(outbox.filter((row) => row.state === 'waiting')).toEqual([])
    // I4, I5: the base is what the server has, no row missing, none left over.
    expect(rows.filter((row) => row.type === 'account' && row.brief)).toEqual([])
    const here = rows.filter((row) => row.type !== 'plan').map(({ id, rev }) => [id, rev])
    expect(here.sort()).toEqual(
      [...this.server.rows.values()].map((row) => [row.id, row.rev]).sort(),
    )
    const plans = rows.filter((row) => row.type === 'plan').map((row) => row.tag)
    expect(plans).toEqual([`t${this.server.rev}`])
  }
}

/** The visits of today. */
async function shown(store: Store): Promise<string[]> {
  const { rows } = await held(store)
  return rows.filter((row) => row.type === 'visit').map((row) => row.id)
}

/** Everything the phone has, each account with its details. */
async function held(store: Store) {
  const every = Array.from({ length: 10 }, (_, at) => id(ACCOUNT + at))
  return store.all(() => '2026-05-05', every)
}

let worlds = 0
let facts = 0

test('whatever fails in whatever order, each report has one effect and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
      const world = await World.open(`p${++worlds}`)
      for (const one of steps) await world.take(one)
      await world.settle()
      facts += world.written.length
      world.store.close()
      await forget(world.person)
    }),
    { numRuns: Number(process.env.ROUNDS_RUNS ?? 150) },
  )
  console.info(`${facts} facts`)
}, 1_800_000)

async function world(): Promise<World> {
  return World.open(`w${++worlds}`)
}

test('a report inside its 8 seconds is not sent, and undo leaves no trace', async () => {
  const one = await world()
  await one.take({ do: 'write', note: '' })
  await one.sync('none')
  expect(one.server.log.size).toBe(0)
  await one.take({ do: 'undo', which: 0 })
  await one.settle()
  expect(one.server.log.size).toBe(0)
})

test('undo after sending appends a withdrawal that names the report', async () => {
  const one = await world()
  await one.take({ do: 'write', note: '' })
  await one.sync('none', true)
  await one.take({ do: 'undo', which: 0 })
  const [row] = await one.store.outbox()
  expect(row?.item).toMatchObject({ kind: 'withdraw', about: id(1), args: { of: one.written[0] } })
})

test('a poisoned row is set aside with its reason, those after it arrive', async () => {
  const one = await world()
  for (const note of ['', 'poison', '', '']) await one.take({ do: 'write', note })
  await one.settle()
  expect(one.server.log.size).toBe(3)
  expect(await one.store.outbox()).toEqual([
    expect.objectContaining({ state: 'refused', code: 'not_taken' }),
  ])
})

test('a server that fails at everything blames no row', async () => {
  const one = await world()
  await one.take({ do: 'write', note: '' })
  await one.sync('broken', true)
  expect(await one.store.outbox()).toEqual([expect.objectContaining({ state: 'waiting' })])
})

test('signed out keeps the outbox; wipe drops the base, and only what the server has kept', async () => {
  const one = await world()
  one.server.plan(1, 1)
  await one.sync('none')
  await one.take({ do: 'write', note: '' })
  await one.sync('signed-out', true)
  expect(await shown(one.store)).toEqual([id(1)])

  const wipe = (kept: boolean): Post => {
    return async () => ({ kind: 'signed-out', wipe: true, kept, detail: '' })
  }
  expect(await syncOnce(one.store, wipe(false), () => one.clock, true)).toEqual({ kind: 'wiped' })
  expect(await held(one.store)).toMatchObject({ rows: [], outbox: [{ state: 'waiting' }] })
  expect(await syncOnce(one.store, wipe(true), () => one.clock, true)).toEqual({ kind: 'wiped' })
  expect(await one.store.outbox()).toEqual([])
})

test('a lost phone sends all it has, refused and just written too, until nothing is left', async () => {
  const one = await world()
  for (const note of ['no', '', '']) await one.take({ do: 'write', note })
  await one.settle()
  await one.take({ do: 'write', note: 'a moment ago' })
  const sent: string[] = []
  const wipe: Post = async (request) => {
    sent.push(...request.send.map((item) => (item.kind === 'report' ? item.args.note : '')))
    return { kind: 'signed-out', wipe: true, kept: true, detail: '' }
  }
  expect(await syncOnce(one.store, wipe, () => one.clock)).toEqual({ kind: 'wiped' })
  expect([sent.sort(), await one.store.outbox()]).toEqual([['a moment ago', 'no'], []])
})

test('a server without room for a lost phone leaves the outbox where it is', async () => {
  const one = await world()
  for (const note of ['', '']) await one.take({ do: 'write', note })
  const full: Post = async () => ({ kind: 'signed-out', wipe: true, kept: false, detail: '' })
  expect(await syncOnce(one.store, full, () => one.clock, true)).toEqual({ kind: 'wiped' })
  expect(await one.store.outbox()).toHaveLength(2)
})

test('a server with newer messages settles the outbox and sends no rows this code could misread', async () => {
  const one = await world()
  one.server.plan(1, 1)
  await one.take({ do: 'write', note: '' })
  const newer: Post = async (request) => {
    const answer = one.server.answer(request)
    return answer.kind === 'ok' ? { kind: 'ok', data: { ...answer.data, schema: 99 } } : answer
  }
  expect(await syncOnce(one.store, newer, () => one.clock, true)).toEqual({ kind: 'outdated' })
  const { rows, outbox, meta } = await held(one.store)
  expect([rows, outbox, meta.outdated]).toEqual([[], [], true])
})

test('a restored server gets again what was sent lately', async () => {
  const one = await world()
  await one.take({ do: 'backup' })
  await one.take({ do: 'write', note: '' })
  await one.sync('none', true)
  await one.take({ do: 'restore' })
  expect(one.server.effects.size).toBe(0)
  await one.settle()
  expect(one.server.effects.size).toBe(1)
})

test('an answer that another tab has overtaken does not bring back what is gone', async () => {
  const one = await world()
  one.server.plan(1, 1)
  await one.sync('none')
  const { client_id, epoch, cursor, plan, rest } = await one.store.meta()
  const request = { client_id, schema: SCHEMA, epoch, cursor, plan, rest, send: [] }
  one.server.plan(2, 2)
  const slow = one.server.answer(request)
  one.server.drop(2)
  await one.sync('none')
  if (slow.kind === 'ok') await one.store.apply(request, slow.data, one.clock)
  expect(await shown(one.store)).toEqual([id(1)])
})

test('a page that is not our server changes nothing', async () => {
  const one = await world()
  await one.take({ do: 'write', note: '' })
  const hotel: Post = async () => ({ kind: 'ok', data: { hello: 'guest' } as never })
  expect(await syncOnce(one.store, hotel, () => one.clock, true)).toEqual({ kind: 'offline' })
  expect(await one.store.outbox()).toHaveLength(1)
})

test('the wait grows to five minutes at most, and chance spreads it', () => {
  expect(backOff(0, 1)).toBe(2000)
  expect(backOff(50, 1)).toBe(300_000)
  expect(backOff(3, 0)).toBe(8000)
})
