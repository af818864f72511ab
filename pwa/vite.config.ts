import preact from '@preact/preset-vite'
import { defineConfig } from 'vitest/config'
import { serviceWorker } from './vite-service-worker.ts'

// Where `make run` listens; `npm run dev` hands on to it what it does not serve itself.
const server = process.env.ROUNDS_URL ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [preact(), serviceWorker('src/service-worker.ts', 'index.html')],
  build: {
    target: 'es2022',
    modulePreload: {
      polyfill: false,
      // The service worker has every file: a list of what each screen needs would only make the
      // first load larger. Styles must be named, or they would not come.
      resolveDependencies: (_file, needed, { hostType }) =>
        hostType === 'html' ? needed : needed.filter((name) => name.endsWith('.css')),
    },
    reportCompressedSize: true,
    rolldownOptions: {
      // Three pages, three bundles: the phone, the manager's desk, the demo's start page.
      input: { phone: 'index.html', desk: 'desk.html', start: 'start.html' },
      // What the phone's first screen shares with later ones is one file, not six.
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'core',
              test: /src\/(day|outbox|current|db-base|db-schema|ui\/(toast|class-words))\.tsx?$/,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': server } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'vite-*.test.ts'],
    environment: 'node',
    // Two hundred days are proven, a thousand phones played through: no second is owed to anybody.
    testTimeout: 60_000,
    // Two cores are enough for everyone; more workers only take memory.
    maxWorkers: 2,
  },
})
