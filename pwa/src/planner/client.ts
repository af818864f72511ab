/** Asks the planner, which sits in a worker of its own. Comes with the first question. */

import type { Answer, Asked, Kind } from './answers.ts'
import type { Found, Given, Job } from './solvers.ts'

/** A worker that has never answered by then is given up; the page answers itself. */
const PATIENCE_MS = 8_000

type Settle = (answer: { found: unknown } | null) => void

let worker: Worker | null = null
let failed = false
let alive = false
let last = 0
const waiting = new Map<number, Settle>()
const latest = new Map<Kind, number>()

/** Of these only the latest counts: the day has one rest. */
const OVERTAKEN: readonly Kind[] = ['rest', 'order']

/** Returns the planner's answer; undefined when the rest was asked for again meanwhile. */
export async function ask<K extends Kind>(
  kind: K,
  ...asked: Asked<K>
): Promise<Answer<K> | undefined> {
  const id = ++last
  latest.set(kind, id)
  const { answer } = await import('./answers.ts')
  const found = await answer(solve, kind, asked)
  return OVERTAKEN.includes(kind) && latest.get(kind) !== id ? undefined : found
}

async function solve<J extends Job>(job: J, ...given: Given<J>): Promise<Found<J>> {
  const answer = await fromWorker(job, given)
  if (answer) return answer.found as Found<J>
  return (await import('./solvers.ts')).solved(job, given)
}

function fromWorker(job: Job, given: unknown[]): Promise<{ found: unknown } | null> {
  const id = ++last
  return new Promise((settle) => {
    try {
      theWorker().postMessage({ id, job, given })
      waiting.set(id, settle)
      // One that has answered before is only slow, and the page would be no quicker.
      if (!alive) setTimeout(() => !alive && waiting.has(id) && giveUp(), PATIENCE_MS)
    } catch {
      settle(null)
    }
  })
}

function theWorker(): Worker {
  if (failed) throw new Error('no worker')
  if (worker) return worker
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<{ id: number; found: unknown }>) => {
    alive = true
    waiting.get(data.id)?.(data)
    waiting.delete(data.id)
  }
  worker.onerror = giveUp
  return worker
}

/** Old browsers, strict policies, no memory: whatever the reason, the page can do it itself. */
function giveUp(): void {
  failed = true
  worker?.terminate()
  for (const settle of waiting.values()) settle(null)
  waiting.clear()
}
