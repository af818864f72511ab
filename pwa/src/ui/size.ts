import { number } from './format.ts'

/** "640 kB", "12.4 MB": how much room something takes. */
export function size(bytes: number): string {
  const [unit, value] = bytes < 1e6 ? ['kilobyte', bytes / 1e3] : ['megabyte', bytes / 1e6]
  return number(value, { style: 'unit', unit, maximumFractionDigits: bytes < 1e6 ? 0 : 1 })
}
