/** What the start page does with the demo and with the two screens in its frames. */

import { computed, signal } from '@preact/signals'
import * as api from '../api.ts'
import { addDays } from '../dates.ts'
import type { About } from '../wire.ts'
import { after, BEGIN, type Happening, restored, type Tour } from './steps.ts'

const ANN = 'ann@demo.example'
const BOB = 'bob@demo.example'
const TOUR = 'rounds-tour'
const BEGAN = 'rounds-tour-began'
const PLANNING_MS = 1500
/** Planning three reps takes a minute on a small machine; after this the page stops waiting. */
const LONGEST_MS = 5 * 60_000
const CLOCK_MS = 120_000

export const state = signal<'opening' | 'open' | 'failed'>('opening')
export const failure = signal('')
export const about = signal<About | null>(null)
export const tour = signal<Tour>(restored(sessionStorage.getItem(TOUR)))
export const noSignal = signal(false)
/** What the server is planning after the clock was moved; empty when nothing. */
export const planning = signal('')
/** What there is to see now, in a sentence; empty when the next step may be shown. */
export const lesson = signal('')
/** Where the phone opens when it is loaded anew. */
export const phonePage = signal('/')
/** Grows to load both frames anew. */
export const round = signal(0)
export const isSpring = computed(() => about.value?.today.endsWith('-04-01') ?? false)

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('rounds-demo') : null

let desk: Window | null = null

export function setDesk(frame: Window | null): void {
  desk = frame
}

/** Signs both in, then the frames may load: neither ever shows a sign-in form. */
export async function start(): Promise<void> {
  api.actAs('desk')
  setSignal('on')
  const facts = await api.get<About>('/api/about')
  const ann = await signIn(ANN, 'phone')
  const bob = await signIn(BOB, 'desk')
  const answer = [facts, ann, bob].find((one) => one.kind !== 'ok')
  if (answer) return fail(answer)
  if (facts.kind === 'ok') {
    about.value = facts.data
    if (!sessionStorage.getItem(BEGAN)) sessionStorage.setItem(BEGAN, facts.data.today)
  }
  state.value = 'open'
}

function signIn(email: string, entry: api.Entry) {
  return api.post<unknown>('/api/demo/session', { email, entry })
}

function fail(answer: api.Answer<unknown>): void {
  failure.value =
    answer.kind === 'refused' || answer.kind === 'signed-out'
      ? answer.detail
      : 'The server cannot be reached.'
  state.value = 'failed'
}

// --- the tour --------------------------------------------------------------------------------------

export function happen(what: Happening): void {
  keep(after(tour.value, what))
  if (what === 'sent') refreshBoard()
}

function keep(made: Tour): void {
  tour.value = made
  sessionStorage.setItem(TOUR, JSON.stringify(made))
}

const KNOWN: ReadonlySet<string> = new Set<Happening>([
  'why',
  'reported',
  'missed',
  'sent',
  'list',
  'previewed',
])

/** Hears what the two frames tell; nobody else's word counts. */
export function listen(): void {
  addEventListener('message', ({ data, origin }: MessageEvent) => {
    if (origin !== location.origin || data?.type !== 'rounds') return
    if (KNOWN.has(data.event)) happen(data.event as Happening)
  })
}

/** The board asks every 15 seconds by itself; a visitor should not have to wait. */
function refreshBoard(): void {
  desk?.postMessage({ type: 'rounds-refresh' }, location.origin)
}

export function setSignal(to: 'off' | 'on'): void {
  api.setSignal(to)
  noSignal.value = to === 'off'
  channel?.postMessage({ signal: to })
  if (to === 'off') happen('signal-off')
}

export function handFile(file: File): void {
  desk?.postMessage({ type: 'rounds-file', file }, location.origin)
}

// --- the clock -------------------------------------------------------------------------------------

interface Work {
  task: string
  state: string
  progress: string
}

/** Moves the demo to the next 1 April; both frames load anew when the plans are made. */
export async function moveToSpring(): Promise<void> {
  const today = about.value?.today
  if (!today || planning.value) return
  const year = Number(today.slice(0, 4))
  const to = `${year}-04-01` > today ? `${year}-04-01` : `${year + 1}-04-01`
  if (!(await moveClock(to, showRamp))) return
  happen('planned')
}

async function moveClock(
  to: string,
  beforeShowing: (today: string) => Promise<void>,
): Promise<boolean> {
  planning.value = 'Moving the clock'
  const answer = await api.ask<About>('POST', '/api/clock', { to }, CLOCK_MS)
  if (answer.kind === 'ok') {
    about.value = answer.data
    await planned()
    await beforeShowing(answer.data.today)
    round.value += 1
  } else fail(answer)
  planning.value = ''
  return answer.kind === 'ok'
}

/** Waits until nothing is being planned, and says meanwhile how far it is. */
async function planned(): Promise<void> {
  for (const end = Date.now() + LONGEST_MS; Date.now() < end; ) {
    const answer = await api.get<{ items: Work[] }>('/api/requests')
    if (answer.kind !== 'ok') return
    const plans = answer.data.items.filter((one) => one.task === 'plan')
    const open = plans.filter((one) => one.state === 'waiting' || one.state === 'running')
    if (open.length === 0) return
    planning.value = open.find((one) => one.progress)?.progress || 'Planning twelve weeks'
    await new Promise((resolve) => setTimeout(resolve, PLANNING_MS))
  }
}

interface Planned {
  items: { visits: { id: string; account: string; ramp: boolean; cancelled: boolean }[] }[]
}

const WEEK_D = 6

/** Opens the phone at Ann's next visit before a season, where there is one this week. */
async function showRamp(today: string): Promise<void> {
  phonePage.value = '/'
  const reps = await api.get<{ items: { id: string; email: string }[] }>('/api/reps')
  const ann = reps.kind === 'ok' && reps.data.items.find((rep) => rep.email === ANN)
  if (!ann) return
  const last = addDays(today, WEEK_D)
  const days = await api.get<Planned>(`/api/days?rep=${ann.id}&first=${today}&last=${last}`)
  if (days.kind !== 'ok') return
  const visits = days.data.items.flatMap((one) => one.visits)
  const ramp = visits.filter((visit) => visit.ramp && !visit.cancelled)
  const [first] = ramp
  if (!first) return
  phonePage.value = `/#/visit/${first.id}`
  lesson.value =
    `${ramp.length} of Ann’s ${visits.length} visits this week come before a season: those who ` +
    `open soon are visited in time. Her phone shows ${first.account}, and why.`
}

/** From the first step, on the date the visitor found. What was reported there stays. */
export async function restart(): Promise<void> {
  keep(BEGIN)
  lesson.value = ''
  phonePage.value = '/'
  setSignalQuietly()
  const began = sessionStorage.getItem(BEGAN)
  if (began && about.value && about.value.today !== began) await moveClock(began, async () => {})
  else round.value += 1
}

function setSignalQuietly(): void {
  if (noSignal.value) setSignal('on')
}
