/** Hash to screen and back. Hash routes need nothing of the server, so they work offline. */

import { type IsoDate, isId } from './wire.ts'

export type Route =
  | { screen: 'today' }
  | { screen: 'week'; on: IsoDate | null }
  | { screen: 'map' }
  | { screen: 'accounts' }
  | { screen: 'account'; id: string }
  | { screen: 'visit'; id: string }
  | { screen: 'report'; visit: string }
  | { screen: 'report-extra'; account: string }
  | { screen: 'find-day'; id: string }
  | { screen: 'nearby' }
  | { screen: 'late' }
  | { screen: 'order' }
  | { screen: 'close' }
  | { screen: 'prospect' }
  | { screen: 'settings' }
  | { screen: 'outbox' }
  | { screen: 'sign-in' }

const PLAIN = [
  'today',
  'map',
  'accounts',
  'settings',
  'outbox',
  'sign-in',
  'nearby',
  'late',
  'order',
  'close',
  'prospect',
] as const
type Plain = (typeof PLAIN)[number]

/** The route of a hash; anything unknown is Today, so that an old link is never a dead end. */
export function route(hash: string): Route {
  const [name = '', id = ''] = hash.replace(/^#?\/?/, '').split('/')
  if (name === 'week') return { screen: 'week', on: isDate(id) ? id : null }
  if (PLAIN.includes(name as Plain)) return { screen: name as Plain }
  if (!isId(id)) return { screen: 'today' }
  if (name === 'account' || name === 'visit' || name === 'find-day') return { screen: name, id }
  if (name === 'report') return { screen: 'report', visit: id }
  if (name === 'report-extra') return { screen: 'report-extra', account: id }
  return { screen: 'today' }
}

export function hash(route: Route): string {
  switch (route.screen) {
    case 'week':
      return route.on ? `#/week/${route.on}` : '#/week'
    case 'account':
    case 'visit':
    case 'find-day':
      return `#/${route.screen}/${route.id}`
    case 'report':
      return `#/report/${route.visit}`
    case 'report-extra':
      return `#/report-extra/${route.account}`
    default:
      return `#/${route.screen}`
  }
}

/** On these a reload would cost somebody's words: no update, no jump. */
export function isForm(route: Route): boolean {
  return ['report', 'report-extra', 'prospect', 'close', 'sign-in'].includes(route.screen)
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
}
