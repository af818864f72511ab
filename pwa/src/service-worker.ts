/**
 * The app shell and nothing else: stores the phone's files, answers with them when asked for `/`.
 *
 * Data never pass here. The page syncs by itself, so /api, /feeds, /desk and /start go straight to
 * the network.
 */

declare const self: ServiceWorkerGlobalScope
declare const __PRECACHE__: readonly string[]
declare const __LATER__: readonly string[]
declare const __BUILD__: string

const PREFIX = 'rounds-shell-'
const CACHE = PREFIX + __BUILD__
const PAGE = '/'
/** Doubles make `addAll` reject, and the worker would silently never install. */
const SHELL = [...new Set(__PRECACHE__.map((path) => (path === '/index.html' ? PAGE : path)))]
const FILES = new Set([...SHELL, ...__LATER__])

self.addEventListener('install', (event) => event.waitUntil(storeAll(SHELL)))

self.addEventListener('activate', (event) =>
  event.waitUntil(
    cleanUp().then(() => {
      void storeLater()
      return self.clients.claim()
    }),
  ),
)

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting()
  if (event.data === 'renew-page') event.waitUntil(renewPage())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  const path = request.mode === 'navigate' ? shellOf(url.pathname) : url.pathname
  if (path === null || !FILES.has(path)) return
  event.respondWith(answer(path, request))
  if (path === PAGE) event.waitUntil(storeLater())
})

/** Only the phone's own page is a shell; every other page is the server's business. */
function shellOf(path: string): string | null {
  return path === PAGE || path === '/index.html' ? PAGE : null
}

async function answer(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(path)) ?? fetch(request)
}

async function storeAll(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE)
  await Promise.all(paths.map((path) => store(cache, path)))
}

/** The large files, one by one; those the network did not bring are tried again at each opening. */
async function storeLater(): Promise<void> {
  const cache = await caches.open(CACHE)
  for (const path of __LATER__) {
    if (await cache.match(path)) continue
    await store(cache, path).catch(() => undefined)
  }
}

/** Past the browser's own cache, so that a version is stored as one piece. */
async function store(cache: Cache, path: string): Promise<void> {
  const response = await fetch(path, { cache: 'reload' })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  await cache.put(path, response.redirected ? await plain(response) : response)
}

/** A stored answer that says "redirected" is refused for a navigation: keep the body alone. */
async function plain(response: Response): Promise<Response> {
  return new Response(await response.blob(), { headers: response.headers })
}

/**
 * The stored page keeps the headers it came with, and they say which origins it may ask: an admin
 * who sets a map's style changes them, not the page. Another page is left to the next version.
 */
async function renewPage(): Promise<void> {
  const cache = await caches.open(CACHE)
  const [known, fresh] = await Promise.all([cache.match(PAGE), fetch(PAGE, { cache: 'reload' })])
  if (!known || !fresh.ok) return
  const same = (await known.text()) === (await fresh.clone().text())
  if (same) await cache.put(PAGE, fresh)
}

async function cleanUp(): Promise<void> {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
}
