/** Who is signed in on this phone: remembered here, so that the app opens without a connection. */

import * as api from './api.ts'
import { forget } from './db.ts'
import * as phone from './phone.ts'
import { store as keep, stored } from './ui/preferences.ts'
import { isMe, type Me } from './wire.ts'

const PERSON = 'person'
/** Signed out without a connection: the cookie is ended at the next contact. */
const ENDING = 'ending'

function remembered(): Me | null {
  try {
    const value: unknown = JSON.parse(stored(PERSON) ?? 'null')
    return isMe(value) ? value : null
  } catch {
    return null
  }
}

/** Opens what this phone remembers at once; the server is asked beside it, not before. */
export async function start(): Promise<void> {
  const who = remembered()
  if (who) return enter(who)
  if (stored(ENDING)) await endCookie()
  else {
    const answer = await api.get<Me>('/api/session')
    if (answer.kind === 'ok' && isMe(answer.data)) return adopt(answer.data)
  }
  phone.state.value = 'closed'
}

async function enter(who: Me): Promise<void> {
  await phone.open(who, (other) => void adopt(other))
  if (who.role !== 'rep') await checkOther(who)
}

/** A manager's phone does not sync, so nothing else would notice that a rep has signed in. */
async function checkOther(who: Me): Promise<void> {
  const answer = await api.get<Me>('/api/session')
  if (answer.kind === 'ok' && answer.data.id !== who.id) await adopt(answer.data)
  if (answer.kind === 'signed-out') await leave()
}

async function adopt(who: Me): Promise<void> {
  keep(PERSON, JSON.stringify({ ...who, token: null }))
  phone.verify(who)
  await phone.open(who, (other) => void adopt(other))
}

export async function signIn(email: string, password: string): Promise<api.Answer<Me>> {
  const device = deviceName(navigator.userAgent)
  const answer = await api.post<Me>('/api/session', { email, password, entry: 'phone', device })
  if (answer.kind === 'ok') {
    keep(ENDING, null)
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

async function leave(): Promise<void> {
  keep(PERSON, null)
  phone.close()
  phone.person.value = null
  phone.state.value = 'closed'
}

async function endCookie(): Promise<void> {
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
