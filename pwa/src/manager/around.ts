/** The start page that may show this desk in a frame: what it hands in, what it is told. */

import { signal } from '@preact/signals'

/** A file the visitor gave to the start page; taken once, by the import screen. */
export const handedFile = signal<File | null>(null)
/** Grows when the start page knows of news: a polled screen then asks at once. */
export const news = signal(0)

export function takeHandedFile(): File | null {
  const file = handedFile.value
  handedFile.value = null
  return file
}

/** Only the page around us, of our own origin, is listened to. */
export function listenToStartPage(onFile: () => void): void {
  if (window.parent === window) return
  addEventListener('message', ({ data, origin, source }: MessageEvent) => {
    if (origin !== location.origin || source !== window.parent) return
    if (data?.type === 'rounds-refresh') news.value += 1
    if (data?.type !== 'rounds-file' || !(data.file instanceof File)) return
    handedFile.value = data.file
    onFile()
  })
}

/** Tells the start page what its visitor just did here. */
export function tell(event: 'list' | 'previewed'): void {
  if (window.parent === window) return
  window.parent.postMessage({ type: 'rounds', event }, location.origin)
}
