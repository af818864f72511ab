/** Hash to screen: `#/board?by=rep` keeps what is chosen in the address, so it can be sent on. */

import { signal } from '@preact/signals'

export const SCREENS = [
  'monday',
  'board',
  'exceptions',
  'digest',
  'field',
  'accounts',
  'plans',
  'seasons',
  'results',
  'goals',
  'classes',
  'import',
  'people',
  'invitation',
  'settings',
] as const
export type Screen = (typeof SCREENS)[number]

export interface Route {
  screen: Screen
  query: Readonly<Record<string, string>>
}

export function parse(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?')
  const screen = SCREENS.find((one) => one === path) ?? 'monday'
  return { screen, query: Object.fromEntries(new URLSearchParams(search)) }
}

/** The address of a screen; empty values are left out. */
export function href(
  screen: Screen,
  query: Record<string, string | null | undefined> = {},
): string {
  const kept = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return kept.length > 0 ? `#/${screen}?${new URLSearchParams(kept)}` : `#/${screen}`
}

export const route = signal<Route>({ screen: 'monday', query: {} })

export function startRouter(): void {
  const read = () => {
    route.value = parse(location.hash)
  }
  addEventListener('hashchange', read)
  read()
}

/** Changes some of what is chosen on this screen; null takes it out. Not a step of "back". */
export function choose(change: Record<string, string | null>): void {
  const { screen, query } = route.value
  history.replaceState(null, '', href(screen, { ...query, ...change }))
  route.value = parse(location.hash)
}

/** Opens something over the screen: a step of "back", so that "back" closes it. */
export function open(change: Record<string, string | null>): void {
  const { screen, query } = route.value
  location.hash = href(screen, { ...query, ...change })
}
