/** What a screen shows of the server: loading, there, or failed with words and a way out. */

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Answer } from '../api.ts'
import { news } from './around.ts'
import { signedOut } from './session.ts'

export interface Remote<T> {
  /** The last good answer; kept while it is asked again and when that fails. */
  data: T | null
  /** Why the last attempt failed; null when it did not. */
  failure: string | null
  reload: () => void
}

const OFFLINE = 'No connection to the server. What you see may be old.'

/**
 * Asks at once and again whenever `key` changes; with `every_ms` also from time to time.
 *
 * While the page is hidden nothing is asked. The same answer as before renders nothing anew, so a
 * board that is polled keeps its scroll position, its focus and its open lists.
 */
export function useRemote<T>(
  key: string,
  load: () => Promise<Answer<T>>,
  every_ms: number | null = null,
): Remote<T> {
  const [shown, show] = useState<{ key: string; data: T | null; failure: string | null }>({
    key,
    data: null,
    failure: null,
  })
  const [asked, ask] = useState(0)
  const last = useRef('')
  useEffect(() => {
    let left = false
    const read = async () => {
      const answer = await load()
      if (left) return
      if (answer.kind === 'ok') {
        const text = key + JSON.stringify(answer.data)
        if (text === last.current) return
        last.current = text
        show({ key, data: answer.data, failure: null })
      } else {
        last.current = ''
        const failure = refusalWords(answer)
        show((was) => ({ key, data: was.key === key ? was.data : null, failure }))
      }
    }
    void read()
    const stop = every_ms ? repeat(read, every_ms) : null
    return () => {
      left = true
      stop?.()
    }
  }, [key, asked, every_ms])
  const current = shown.key === key ? shown : { data: null, failure: null }
  return { data: current.data, failure: current.failure, reload: () => ask((times) => times + 1) }
}

function repeat(read: () => Promise<void>, every_ms: number): () => void {
  const readIfSeen = () => {
    if (document.visibilityState === 'visible') void read()
  }
  const timer = setInterval(readIfSeen, every_ms)
  const known = news.peek()
  const stop = news.subscribe((value) => {
    if (value !== known) readIfSeen()
  })
  document.addEventListener('visibilitychange', readIfSeen)
  return () => {
    clearInterval(timer)
    stop()
    document.removeEventListener('visibilitychange', readIfSeen)
  }
}

/** What went wrong, for a person; someone signed out elsewhere is shown the sign-in. */
export function refusalWords(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): string {
  if (answer.kind === 'offline') return OFFLINE
  if (answer.kind === 'signed-out') signedOut()
  return answer.detail
}
