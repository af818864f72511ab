/** A mail with the page as its text; the person chooses to whom. Pure. */

import type { Digest } from './api.ts'

/** Mail programs cut longer addresses: the last lines are left out. */
const MOST = 1800

export function mailTo({ subject, text }: Pick<Digest, 'subject' | 'text'>): string {
  const start = `mailto:?subject=${encodeURIComponent(subject)}&body=`
  const lines = text.split('\n')
  const whole = lines.length
  const body = () =>
    encodeURIComponent([...lines, ...(lines.length < whole ? ['...'] : [])].join('\r\n'))
  while (lines.length > 0 && start.length + body().length > MOST) lines.pop()
  return start + body()
}
