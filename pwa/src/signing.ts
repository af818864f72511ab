/** Signing in, and the ways out: for a while, for good, and because the phone was lost. */

import { signal } from '@preact/signals'
import * as api from './api.ts'
import { forget } from './db.ts'
import * as phone from './phone.ts'
import { adopt, ENDING, leave } from './session.ts'
import { store as keep } from './ui/preferences.ts'
import type { Me } from './wire.ts'

/** This phone was reported lost, and what it held is gone: the sign-in says so. */
export const wiped = signal(false)

export async function signIn(email: string, password: string): Promise<api.Answer<Me>> {
  const device = deviceName(navigator.userAgent)
  const answer = await api.post<Me>('/api/session', { email, password, entry: 'phone', device })
  if (answer.kind === 'ok') {
    keep(ENDING, null)
    wiped.value = false
    await adopt(answer.data)
  }
  return answer
}

/**
 * Signs out. `keep`: what was not sent stays locked here until the same person signs in again;
 * without it everything of this person leaves the phone.
 */
export async function signOut(outbox: 'keep' | 'forget'): Promise<void> {
  const who = phone.person.value
  keep(ENDING, '1')
  await endCookie()
  if (outbox === 'keep') await phone.theStore()?.dropBase()
  await leave()
  if (who && outbox === 'forget') await forget(who.id)
}

/** Nothing of this person stays, unless the server had no room for what was still to send. */
export async function leaveNothing(): Promise<void> {
  const who = phone.person.value
  const left = (await phone.theStore()?.outbox()) ?? []
  wiped.value = true
  await leave()
  if (who && left.length === 0) await forget(who.id)
}

export async function endCookie(): Promise<void> {
  const answer = await api.remove('/api/session')
  if (answer.kind === 'ok' || answer.kind === 'signed-out') keep(ENDING, null)
}

/** "Chrome on Android": for the list of devices. */
export function deviceName(agent: string): string {
  const first = (names: readonly (readonly [RegExp, string])[], usual: string) =>
    names.find(([pattern]) => pattern.test(agent))?.[1] ?? usual
  const browser = first(
    [
      [/Edg/, 'Edge'],
      [/Firefox|FxiOS/, 'Firefox'],
      [/Chrome|CriOS/, 'Chrome'],
      [/Safari/, 'Safari'],
    ],
    'Browser',
  )
  const system = first(
    [
      [/iPhone/, 'iPhone'],
      [/iPad/, 'iPad'],
      [/Android/, 'Android'],
      [/Windows/, 'Windows'],
      [/Mac OS/, 'Mac'],
      [/Linux/, 'Linux'],
    ],
    '',
  )
  return system ? `${browser} on ${system}` : browser
}
