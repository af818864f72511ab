import type { AccountRow } from '../../wire.ts'

export type Filter = 'all' | 'due' | 'overdue' | 'unplanned'

/** Letters and digits in lower case, without accents: "Café" is found by "cafe". */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** The accounts that hold every word of the search, most urgent first. */
export function found(accounts: Iterable<AccountRow>, words: string, filter: Filter): AccountRow[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean)
  return [...accounts]
    .filter((account) => account.active && passes(account, filter))
    .filter((account) => {
      const text = haystack(account)
      return wanted.every((word) => text.includes(word))
    })
    .sort(byUrgency)
}

function passes(account: AccountRow, filter: Filter): boolean {
  switch (filter) {
    case 'due':
      return ['open', 'due', 'overdue'].includes(account.due.state)
    case 'overdue':
      return account.due.state === 'overdue'
    case 'unplanned':
      return account.unplanned !== null
    default:
      return true
  }
}

function haystack(account: AccountRow): string {
  const people = account.contacts.flatMap((one) => [one.name, one.phone, one.email])
  return plain(
    [account.name, account.city, account.zip, account.address, account.number, ...people].join(' '),
  )
}

function byUrgency(a: AccountRow, b: AccountRow): number {
  return (
    b.due.priority - a.due.priority ||
    (a.due.target ?? '9999').localeCompare(b.due.target ?? '9999') ||
    a.name.localeCompare(b.name)
  )
}
