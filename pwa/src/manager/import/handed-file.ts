import { signal } from '@preact/signals'

/** A file the start page around this desk was given; taken once by the import screen. */
export const handedFile = signal<File | null>(null)

export function takeHandedFile(): File | null {
  const file = handedFile.value
  handedFile.value = null
  return file
}

/** Listens to the page that shows this desk in a frame; nobody else's word counts. */
export function listenForFiles(onFile: () => void): void {
  addEventListener('message', ({ data, origin, source }: MessageEvent) => {
    const ours = origin === location.origin && source === window.parent && source !== window
    if (!ours || data?.type !== 'rounds-file' || !(data.file instanceof File)) return
    handedFile.value = data.file
    onFile()
  })
}
