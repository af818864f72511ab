/** Who is signed in on this phone: remembered here, so that the app opens without a connection. */

import { effect } from '@preact/signals'
import * as phone from './phone.ts'
import { store as keep, stored } from './ui/preferences.ts'
import { isMe, type Me } from './wire.ts'

/** Signing in and out comes with a screen of its own. */
const signing = () => import('./signing.ts')

async function askWho() {
  return (await import('./api.ts')).get<Me>('/api/session')
}

const PERSON = 'person'
/** Signed out without a connection: the cookie is ended at the next contact. */
export const ENDING = 'ending'

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
  effect(() => {
    if (phone.phase.value === 'wiped') void signing().then((acts) => acts.leaveNothing())
  })
  addEventListener('online', () => {
    if (stored(ENDING)) void signing().then((acts) => acts.endCookie())
  })
  const who = remembered()
  if (who) return enter(who)
  if (stored(ENDING)) await (await signing()).endCookie()
  else {
    const answer = await askWho()
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
  const answer = await askWho()
  if (answer.kind === 'ok' && answer.data.id !== who.id) await adopt(answer.data)
  if (answer.kind === 'signed-out') await leave()
}

export async function adopt(who: Me): Promise<void> {
  keep(PERSON, JSON.stringify({ ...who, token: null }))
  phone.verified.value = who.id
  await phone.open(who, (other) => void adopt(other))
}

export async function leave(): Promise<void> {
  keep(PERSON, null)
  phone.close()
  phone.person.value = null
  phone.state.value = 'closed'
}
