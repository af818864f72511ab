/** The service worker's life on this page: registered, looked after, replaced when a person says so. */

import { updateReady } from './install.ts'
import { isForm, route } from './router.ts'

const EVERY_MS = 60 * 60_000
let registration: ServiceWorkerRegistration | null = null
let reloading = false

/** Registers the shell's worker; `/` is all it covers, and it never answers for the desk. */
export async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  const first = !navigator.serviceWorker.controller
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The first worker takes over a page that is already the newest: nothing to reload.
    if (first || !reloading) return
    location.reload()
  })
  try {
    registration = await navigator.serviceWorker.register('/sw.js')
  } catch {
    // Plain http in a local network: the app works, but not without a connection.
    return
  }
  watch(registration)
  takeQuietly()
  document.addEventListener('visibilitychange', () =>
    document.hidden ? takeQuietly() : checkSometimes(),
  )
}

/**
 * A version that waits takes over when the app is opened, or left: nobody is in the middle of
 * anything then. Not while a form is open, though its draft would survive.
 */
function takeQuietly(): void {
  if (updateReady.value && !isForm(route(location.hash))) takeUpdate()
}

function watch(known: ServiceWorkerRegistration): void {
  const settle = () => {
    updateReady.value = known.waiting !== null && navigator.serviceWorker.controller !== null
  }
  known.addEventListener('updatefound', () => {
    known.installing?.addEventListener('statechange', settle)
  })
  settle()
}

let checked = Date.now()

function checkSometimes(): void {
  if (Date.now() - checked < EVERY_MS) return
  checked = Date.now()
  void checkForUpdate()
}

/** Offline this fails, and that is fine. */
export async function checkForUpdate(): Promise<void> {
  await registration?.update().catch(() => undefined)
}

/** The person said yes: the waiting version takes over and the page is loaded anew. */
export function takeUpdate(): void {
  reloading = true
  registration?.waiting?.postMessage('take-over')
}
