/** What a lopsided class mix is called: pure. */

import type { MixFlag } from './wire.ts'

const WORDS: Readonly<Record<string, string>> = {
  lumpy: 'Lumpy: opportunistic and invest take',
  stagnant: 'Stagnant: core takes',
  divest_accounts: 'Divest overweight: of the accounts',
  divest_minutes: 'Divest overweight: of the minutes',
  invest_capacity: 'Too much invest: of the hours there',
}

/** "Stagnant: core takes 84 % (limit 80 %)". */
export function flagWords({ name, share, limit }: MixFlag): string {
  const whole = (value: number) => `${Math.round(100 * value)} %`
  return `${WORDS[name] ?? name} ${whole(share)} (limit ${whole(limit)})`
}
