import { expect, test } from 'vitest'
import { pageFiles } from './vite-service-worker.ts'

type Bundle = Parameters<typeof pageFiles>[0]

/** The parts of a bundle that matter here: what a file imports, and its text. */
const bundle = {
  'assets/phone.js': {
    type: 'chunk',
    isEntry: true,
    facadeModuleId: '/src/index.html',
    imports: ['assets/shared.js'],
    dynamicImports: ['assets/map.js'],
    code: "new Worker('/assets/worker.js'); preload(['assets/map.js', 'assets/map.css'])",
    viteMetadata: { importedCss: ['assets/phone.css'], importedAssets: [] },
  },
  'assets/desk.js': {
    type: 'chunk',
    isEntry: true,
    facadeModuleId: '/src/desk.html',
    imports: ['assets/shared.js', 'assets/charts.js'],
    dynamicImports: [],
    code: '',
  },
  'assets/shared.js': { type: 'chunk', imports: ['assets/phone.js'], dynamicImports: [], code: '' },
  'assets/charts.js': { type: 'chunk', imports: [], dynamicImports: [], code: '' },
  'assets/map.js': {
    type: 'chunk',
    imports: ['assets/shared.js'],
    dynamicImports: [],
    code: ' '.repeat(200_000),
    viteMetadata: { importedCss: ['assets/map.css'], importedAssets: ['assets/pin.svg'] },
  },
  'assets/worker.js': { type: 'asset', source: '' },
  'assets/phone.css': { type: 'asset', source: '' },
  'assets/map.css': { type: 'asset', source: '' },
  'assets/pin.svg': { type: 'asset', source: '' },
  'index.html': { type: 'asset', source: '/assets/desk.js' },
}
const { shell, later } = phone()

function phone() {
  const named = Object.entries(bundle).map(([fileName, file]) => [fileName, { fileName, ...file }])
  return pageFiles(Object.fromEntries(named) as Bundle, 'index.html')
}

test('the shell is every screen that small files make, each file once', () => {
  expect(shell).toEqual([
    'assets/map.css',
    'assets/phone.css',
    'assets/phone.js',
    'assets/pin.svg',
    'assets/shared.js',
    'assets/worker.js',
    'index.html',
  ])
})

test('what is large comes later', () => {
  expect(later).toEqual(['assets/map.js'])
})

test("the phone stores nothing of the manager's desk", () => {
  expect([...shell, ...later].filter((name) => /desk|charts/.test(name))).toEqual([])
})

test('a page without an entry stops the build', () => {
  expect(() => pageFiles({}, 'none.html')).toThrow('none.html')
})
