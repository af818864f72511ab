/** What a person likes on this device: no secrets, nothing the server needs. */

import { signal } from '@preact/signals'
import { type Unit, usualUnit } from './format.ts'
import { CODES, speak } from './t.ts'

export type Theme = 'auto' | 'light' | 'dark'
export type NavigationApp = 'google' | 'apple' | 'waze' | 'geo'

export function stored(key: string): string | null {
  try {
    return localStorage.getItem(`rounds-${key}`)
  } catch {
    return null
  }
}

export function store(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`rounds-${key}`)
    else localStorage.setItem(`rounds-${key}`, value)
  } catch {
    // Private mode: the choice holds until the page is closed.
  }
}

function known<T extends string>(key: string, values: readonly T[], usual: T): T {
  const value = stored(key) as T
  return values.includes(value) ? value : usual
}

export const THEMES: readonly Theme[] = ['auto', 'light', 'dark']
export const NAVIGATION_APPS: readonly NavigationApp[] = ['google', 'apple', 'waze', 'geo']
export const UNITS: readonly Unit[] = ['km', 'mi']

export const theme = signal<Theme>('auto')
export const navigationApp = signal<NavigationApp>('google')
export const unit = signal<Unit>('km')
/** A language's code, or `auto`: the person's own, else the device's. */
export const spoken = signal('auto')

/** Reads the device's preferences and paints the theme: first thing a page does. */
export function readPreferences(): void {
  theme.value = known('theme', THEMES, 'auto')
  const apple = /iPhone|iPad|Macintosh/.test(navigator.userAgent)
  navigationApp.value = known('navigation', NAVIGATION_APPS, apple ? 'apple' : 'google')
  unit.value = known('unit', UNITS, usualUnit(navigator.language))
  spoken.value = known('language', CODES, 'auto')
  paint()
}

function paint(): void {
  const root = document.documentElement
  if (theme.value === 'auto') delete root.dataset.theme
  else root.dataset.theme = theme.value
}

export function chooseTheme(value: Theme): void {
  theme.value = value
  store('theme', value)
  paint()
}

export function chooseNavigation(value: NavigationApp): void {
  navigationApp.value = value
  store('navigation', value)
}

export function chooseUnit(value: Unit): void {
  unit.value = value
  store('unit', value)
}

export function chooseLanguage(value: string): void {
  spoken.value = value
  store('language', value)
}

/**
 * Speaks the language chosen here, else the person's, else the device's.
 *
 * The person's is kept, so that the next opening begins in it: before anybody is known again.
 */
export function speakTo(persons: string | undefined): Promise<void> {
  if (persons !== undefined) store('spoken', persons)
  const own = persons ?? stored('spoken')
  const wanted = spoken.value === 'auto' ? own || navigator.language : spoken.value
  return speak(wanted, navigator.language)
}

/** The address that opens the chosen app with the way to a place. */
export function navigationUrl(app: NavigationApp, lat: number, lon: number): string {
  const at = `${lat.toFixed(6)},${lon.toFixed(6)}`
  switch (app) {
    case 'apple':
      return `https://maps.apple.com/?daddr=${at}&dirflg=d`
    case 'waze':
      return `https://waze.com/ul?ll=${at}&navigate=yes`
    case 'geo':
      return `geo:${at}?q=${at}`
    default:
      return `https://www.google.com/maps/dir/?api=1&destination=${at}&travelmode=driving`
  }
}
