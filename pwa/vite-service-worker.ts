/** The Vite plugin that makes `sw.js` out of src/service-worker.ts, with the list of files it stores. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build, type Plugin, type ResolvedConfig, type Rolldown } from 'vite'

/** Paths of one page's files, relative to the build. */
export interface PageFiles {
  /** The first screen and every other that small files make: stored when the worker installs. */
  shell: string[]
  /** What is large (the map): stored later, in the background. */
  later: string[]
}

/** A lazy file larger than this, in bytes, does not hold up the installation. */
const LARGE = 100_000

type Bundle = Record<string, Rolldown.OutputChunk | Rolldown.OutputAsset>

/**
 * Returns what one page needs of a bundle.
 *
 * Chunks that only other pages reach stay out. A report must be possible wherever the network ends
 * after the installation, so all that is small belongs to the shell. Each path stands once: `cache.addAll`
 * rejects a list with doubles, and the worker would then never install.
 */
export function pageFiles(bundle: Bundle, page: string): PageFiles {
  const entry = Object.values(bundle).find(
    (file) => file.type === 'chunk' && file.isEntry && file.facadeModuleId?.endsWith(`/${page}`),
  )
  if (!entry) throw new Error(`The build has no entry made from ${page}.`)

  const shell = reached(bundle, entry.fileName, { lazy: false })
  const all = reached(bundle, entry.fileName, { lazy: true })
  const isLate = (name: string) => !shell.has(name) && sizeOf(bundle[name]) > LARGE
  const later = [...all].filter(isLate)
  const soon = [...all].filter((name) => !isLate(name))
  return { shell: [page, ...soon].sort(), later: later.sort() }
}

function sizeOf(file: Bundle[string] | undefined): number {
  if (!file) return 0
  return file.type === 'chunk' ? file.code.length : file.source.length
}

function reached(bundle: Bundle, entry: string, { lazy }: { lazy: boolean }): Set<string> {
  const found = new Set<string>()
  const open = [entry]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const file = bundle[name]
    if (!file || found.has(name)) continue
    found.add(name)
    if (file.type === 'chunk') {
      open.push(...file.imports, ...(lazy ? file.dynamicImports : []))
      open.push(...(file.viteMetadata?.importedCss ?? []))
      open.push(...(file.viteMetadata?.importedAssets ?? []))
      open.push(...assetsNamedIn(file.code, bundle))
    } else if (name.endsWith('.js')) {
      open.push(...assetsNamedIn(String(file.source), bundle))
    }
  }
  return found
}

/** Web workers are assets that no chunk imports, so they are found by their name in the code. */
function assetsNamedIn(code: string, bundle: Bundle): string[] {
  return Object.values(bundle)
    .filter((file) => file.type === 'asset' && !/\.(css|html|map)$/.test(file.fileName))
    .map((file) => file.fileName)
    .filter((name) => code.includes(name.slice(name.lastIndexOf('/') + 1)))
}

/**
 * Builds the worker after the pages: as one classic script with a name that never changes.
 *
 * Its source declares and uses three constants that are filled in here:
 * `__PRECACHE__` (the page's shell and every public file), `__LATER__` (its lazy
 * chunks) and `__BUILD__` (a digest that changes when any of those files does).
 */
export function serviceWorker(source: string, page: string): Plugin {
  let config: ResolvedConfig
  return {
    name: 'rounds-service-worker',
    apply: 'build',
    configResolved(resolved) {
      config = resolved
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler(_options, bundle) {
        const out = resolve(config.root, config.build.outDir)
        const { shell, later } = pageFiles(bundle, page)
        const precache = [...new Set([...shell, ...publicFiles(config.publicDir)])]
        const paths = (names: string[]) => JSON.stringify(names.map((name) => config.base + name))
        await build({
          configFile: false,
          root: config.root,
          publicDir: false,
          logLevel: 'warn',
          define: {
            __PRECACHE__: paths(precache),
            __LATER__: paths(later),
            __BUILD__: JSON.stringify(digest(out, [...precache, ...later])),
          },
          build: {
            target: config.build.target,
            outDir: config.build.outDir,
            emptyOutDir: false,
            rolldownOptions: {
              input: join(config.root, source),
              output: { format: 'iife', entryFileNames: 'sw.js' },
            },
          },
        })
        config.logger.info(`sw.js stores ${precache.length} files at once, ${later.length} later`)
      },
    },
  }
}

function publicFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((name) => name.replaceAll('\\', '/'))
    .sort()
}

function digest(folder: string, names: string[]): string {
  const hash = createHash('sha256')
  for (const name of names) hash.update(name).update(readFileSync(join(folder, name)))
  return hash.digest('hex').slice(0, 16)
}
