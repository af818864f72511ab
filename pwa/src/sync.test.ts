import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Answer } from './api.ts'
import { forget, openStore, type Store } from './db.ts'
import { UNDO_MS } from './outbox.ts'
import { backOff, type Post, syncOnce } from './sync.ts'
import { id, makeItem, makeVisit } from './testing.ts'
import { type Row, SCHEMA, type SyncAnswer, type SyncRequest, type SyncResult } from './wire.ts'

/**
 * The server as the protocol promises it: one order, one effect an id, one answer an id.
 *
 * It may be restored from an earlier copy, and then has a new epoch.
 */
class ModelServer {
  rev = 0
  epoch = 1
  rows = new Map<string, Row>()
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
    // Small pages, so that "more" is walked.
    const newer = [...this.rows.values()].filter((row) => row.rev > from)
    newer.sort((a, b) => a.rev - b.rev)
    const page = newer.slice(0, 3)
    const more = newer.length > page.length
    const cursor = more ? (page.at(-1)?.rev ?? this.rev) : this.rev
    const gone = [...this.tombstones].filter(([, rev]) => rev > from && rev <= cursor)
    return {
      kind: 'ok',
      data: {
        results,
        changes: structuredClone(page),
        deleted: gone.map(([one]) => ({ type: 'visit', id: one })),
        cursor,
        more,
        epoch: `e${this.epoch}`,
        server_time: '2026-05-05T12:00:00Z',
        today: '2026-05-05',
        schema: SCHEMA,
      },
    }
  }

  plan(visit: number, position: number): void {
    const row = makeVisit({ id: id(visit), position, rev: ++this.rev })
    // Its tombstone stays, as that of a day does which a new plan deletes and makes again.
    this.rows.set(row.id, row)
  }

  drop(visit: number): void {
    if (this.rows.delete(id(visit))) this.tombstones.set(id(visit), ++this.rev)
  }

  copy(): ModelServer {
    return Object.assign(new ModelServer(), structuredClone({ ...this }))
  }

  restore(copy: ModelServer): void {
    Object.assign(this, structuredClone({ ...copy }), { epoch: this.epoch + 1 })
  }
}

function refusal(status: number): Answer<never> {
  return { kind: 'refused', status, code: 'x', detail: 'no', problems: [], retry_s: null }
}

type Fault = 'none' | 'unsent' | 'unanswered' | 'crash' | 'signed-out' | 'broken'
type Step =
  | { do: 'write'; note: string }
  | { do: 'undo'; which: number }
  | { do: 'wait' }
  | { do: 'sync'; fault: Fault; urgent: boolean }
  | { do: 'two tabs' }
  | { do: 'reload' }
  | { do: 'plan'; visit: number; position: number }
  | { do: 'drop'; visit: number }
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
        'crash',
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
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), visit: small }) },
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
        return this.server.drop(step.visit)
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
    const { rows, outbox } = await this.store.load()
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
    const here = rows.map((row) => [row.id, row.rev]).sort()
    expect(here).toEqual([...this.server.rows.values()].map((row) => [row.id, row.rev]).sort())
  }
}

let worlds = 0

test('whatever fails in whatever order, each report has one effect and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
      const world = await World.open(`p${++worlds}`)
      for (const one of steps) await world.take(one)
      await world.settle()
      world.store.close()
      await forget(world.person)
    }),
    { numRuns: Number(process.env.ROUNDS_RUNS ?? 150) },
  )
}, 600_000)

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
  expect((await one.store.load()).rows).toHaveLength(1)

  const wipe = (kept: boolean): Post => {
    return async () => ({ kind: 'signed-out', wipe: true, kept, detail: '' })
  }
  expect(await syncOnce(one.store, wipe(false), () => one.clock, true)).toEqual({ kind: 'wiped' })
  expect(await one.store.load()).toMatchObject({ rows: [], outbox: [{ state: 'waiting' }] })
  expect(await syncOnce(one.store, wipe(true), () => one.clock, true)).toEqual({ kind: 'wiped' })
  expect(await one.store.outbox()).toEqual([])
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
  const { rows, outbox, meta } = await one.store.load()
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
  const { client_id, epoch, cursor } = await one.store.meta()
  const request = { client_id, schema: SCHEMA, epoch, cursor, send: [] }
  one.server.plan(2, 2)
  const slow = one.server.answer(request)
  one.server.drop(2)
  await one.sync('none')
  if (slow.kind === 'ok') await one.store.apply(request, slow.data, one.clock)
  expect((await one.store.load()).rows.map((row) => row.id)).toEqual([id(1)])
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
