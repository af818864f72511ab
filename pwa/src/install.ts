/** The app on the home screen, and whether a newer one waits. */

import { signal } from '@preact/signals'

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>
}

let offered: InstallPrompt | null = null
export const canInstall = signal(false)
/** A new version waits to take over; set only by the service worker's life. */
export const updateReady = signal(false)

export function isInstalled(): boolean {
  return matchMedia('(display-mode: standalone)').matches
}

export function listenForInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offered = event as InstallPrompt
    canInstall.value = true
  })
  addEventListener('appinstalled', () => {
    canInstall.value = false
    void navigator.storage?.persist?.()
  })
}

export async function install(): Promise<void> {
  await offered?.prompt()
  offered = null
  canInstall.value = false
}
