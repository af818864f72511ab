/** Who sits at the desk, and what everybody may know of this installation. */

import { computed, signal } from '@preact/signals'
import type { Answer } from '../api.ts'
import { addDays } from '../dates.ts'
import type { About, Id, IsoDate, Me } from '../wire.ts'
import * as api from './api.ts'
import type { Rep } from './wire.ts'

export const person = signal<Me | null>(null)
/** `unreached`: the server did not answer, so nobody knows whether somebody is signed in. */
export const state = signal<'opening' | 'open' | 'closed' | 'unreached'>('opening')
export const about = signal<About | null>(null)
export const reps = signal<readonly Rep[]>([])
/** Grows when the demo's clock was moved: screens ask again for everything. */
export const epoch = signal(0)
/** The company's date; of this machine only until the server has told its own. */
export const today = computed<IsoDate>(
  () => about.value?.today ?? new Date().toISOString().slice(0, 10),
)

const DESK_ROLES: readonly string[] = ['manager', 'admin']

/** Finds out who is signed in. Without an answer the page says so, instead of a sign-in form. */
/** The company's clock as last heard: what "5 min. ago" counts from, also in a demo. */
export function nowMs(): number {
  return about.value ? Date.parse(about.value.now) : Date.now()
}

export async function start(): Promise<void> {
  const [who, facts] = await Promise.all([api.me(), api.about()])
  if (facts.kind === 'ok') about.value = facts.data
  if (who.kind === 'ok') await enter(who.data)
  else state.value = who.kind === 'signed-out' ? 'closed' : 'unreached'
}

export function mayManage(who: Me): boolean {
  return DESK_ROLES.includes(who.role)
}

async function enter(who: Me): Promise<void> {
  person.value = who
  if (mayManage(who)) await loadReps()
  state.value = 'open'
}

export async function loadReps(): Promise<void> {
  const answer = await api.reps()
  if (answer.kind === 'ok') reps.value = answer.data.items
}

export async function refreshAbout(): Promise<void> {
  const answer = await api.about()
  if (answer.kind !== 'ok') return
  const moved = about.value !== null && about.value.today !== answer.data.today
  about.value = answer.data
  if (moved) epoch.value += 1
}

export async function signIn(email: string, password: string): Promise<Answer<Me>> {
  const answer = await api.signIn(email, password, 'Desk')
  if (answer.kind === 'ok') await enter(answer.data)
  return answer
}

export async function signOut(): Promise<Answer<unknown>> {
  const answer = await api.signOut()
  if (answer.kind === 'ok' || answer.kind === 'signed-out') signedOut()
  return answer
}

export function signedOut(): void {
  person.value = null
  reps.value = []
  state.value = 'closed'
}

/** Moves the demo's clock. Everything on the screen is then asked for again. */
export async function moveClock(ask: { to?: IsoDate; days?: number }): Promise<Answer<About>> {
  const answer = await api.setClock(ask)
  if (answer.kind === 'ok') {
    about.value = answer.data
    epoch.value += 1
  }
  return answer
}

/** The next 1 April from today on: when the lakes wake up. */
export function nextFirstOfApril(from: IsoDate): IsoDate {
  const year = Number(addDays(from, 0).slice(0, 4))
  const here = `${year}-04-01`
  return here > from ? here : `${year + 1}-04-01`
}

/** A rep's name, and whether somebody is behind it at the moment. */
export function repLabel(rep: Pick<Rep, 'name' | 'active'>): string {
  return rep.active ? rep.name : `${rep.name} (paused)`
}

export function repName(id: Id | null): string {
  return reps.value.find((rep) => rep.id === id)?.name ?? (id ? 'someone else' : 'nobody')
}
