import type { IsoDate, SalesMonth } from '../../wire.ts'

export interface YearBar {
  month: string
  value: number
  before: number | null
}

/** The twelve whole months before this one, each with the same month a year earlier. */
export function yearOfSales(sales: readonly SalesMonth[], today: IsoDate): YearBar[] {
  const values = new Map(sales.map((month) => [month.month.slice(0, 7), month.value]))
  return Array.from({ length: 12 }, (_, at) => {
    const month = monthsBefore(today, 12 - at)
    return {
      month,
      value: values.get(month) ?? 0,
      before: values.get(monthsBefore(today, 24 - at)) ?? null,
    }
  })
}

function monthsBefore(on: IsoDate, months: number): string {
  const count = Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7)) - 1 - months
  const year = Math.floor(count / 12)
  return `${year}-${String(count - year * 12 + 1).padStart(2, '0')}`
}
