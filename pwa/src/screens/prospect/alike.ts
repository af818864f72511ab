/** Accounts a new prospect may be already: a hint, never a refusal. Pure. */

import type { AccountRow, ProspectArgs } from '../../wire.ts'

/** How alike a new prospect and a known account are: the same phone, or much the same name nearby. */
export function duplicates(
  said: Pick<ProspectArgs, 'name' | 'phone' | 'lat' | 'lon' | 'city'>,
  accounts: Iterable<AccountRow>,
): AccountRow[] {
  const words = wordsOf(said.name)
  const digits = said.phone.replace(/\D/g, '').slice(-9)
  const found: { account: AccountRow; score: number }[] = []
  for (const account of accounts) {
    const shared = share(words, wordsOf(account.name))
    const called = digits.length === 9 && account.contacts.some((one) => ends(one.phone, digits))
    const near = isNear(said, account)
    const score = (called ? 2 : 0) + shared + (near ? 0.3 : 0)
    if (called || shared >= 0.99 || (shared >= 0.5 && near)) found.push({ account, score })
  }
  return found
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ account }) => account)
}

/** Words that half of all places have in their name say nothing. */
const COMMON = new Set([
  'the',
  'and',
  'bar',
  'cafe',
  'restaurant',
  'inc',
  'llc',
  'gmbh',
  'der',
  'die',
])

function wordsOf(name: string): Set<string> {
  const plain = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f']/g, '')
    .toLowerCase()
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word.length > 1)
  const rare = words.filter((word) => !COMMON.has(word))
  return new Set(rare.length > 0 ? rare : words)
}

/** Shared words as a part of the shorter name's. */
function share(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  const least = Math.min(first.size, second.size)
  if (least === 0) return 0
  return [...first].filter((word) => second.has(word)).length / least
}

function ends(phone: string, digits: string): boolean {
  return phone.replace(/\D/g, '').endsWith(digits)
}

/** Within about half a kilometre, or in the same town where the place is not known. */
function isNear(said: Pick<ProspectArgs, 'lat' | 'lon' | 'city'>, account: AccountRow): boolean {
  if (said.lat === null || said.lon === null || account.lat === null || account.lon === null) {
    return said.city !== '' && said.city.toLowerCase() === account.city.toLowerCase()
  }
  return Math.abs(said.lat - account.lat) < 0.005 && Math.abs(said.lon - account.lon) < 0.007
}
