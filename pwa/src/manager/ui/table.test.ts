import { expect, test } from 'vitest'
import { type Column, sorted } from './table.tsx'

interface Row {
  name: string
  count: number | null
}

const columns: Column<Row>[] = [
  { key: 'name', label: 'Name', cell: (row) => row.name, value: (row) => row.name },
  { key: 'count', label: 'Count', cell: (row) => row.count, value: (row) => row.count },
  { key: 'plain', label: 'Plain', cell: () => '' },
]
const rows = [
  { name: 'Store 10', count: 2 },
  { name: 'Store 9', count: null },
  { name: 'Store 8', count: 11 },
]
const names = (key: string, down = false) => sorted(rows, columns, { key, down }).map((r) => r.name)

test('numbers sort as numbers, and what has none stands last both ways', () => {
  expect(names('count')).toEqual(['Store 10', 'Store 8', 'Store 9'])
  expect(names('count', true)).toEqual(['Store 8', 'Store 10', 'Store 9'])
})

test('names sort as people count them: 9 before 10', () => {
  expect(names('name')).toEqual(['Store 8', 'Store 9', 'Store 10'])
})

test('a column without a value leaves the order alone', () => {
  expect(names('plain')).toEqual(['Store 10', 'Store 9', 'Store 8'])
})
