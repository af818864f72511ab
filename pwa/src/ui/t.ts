/**
 * What a person reads, by key and language.
 *
 * English is always there: a text that a language lacks is shown in it. A language has two files:
 * what the first screens say, and more, which comes with the screens loaded after them.
 */

import { signal } from '@preact/signals'
import en from './locales/en.json'
import type enMore from './locales/en-more.json'

export type Key = keyof typeof en | keyof typeof enMore
type Texts = Record<string, string>
type Load = () => Promise<{ default: Texts }>
export type Values = Record<string, string | number>

/** A language is two files beside the English ones and a line here; docs/translating.md. */
const LANGUAGES: Record<string, { first: Load | null; more: Load }> = {
  en: { first: null, more: () => import('./locales/en-more.json') },
  de: { first: () => import('./locales/de.json'), more: () => import('./locales/de-more.json') },
}

export const CODES: readonly string[] = Object.keys(LANGUAGES)

interface Spoken {
  locale: string
  texts: Texts
  plurals: Intl.PluralRules
  numbers: Intl.NumberFormat
}

/** A signal, so that a screen that says something is drawn again when the language changes. */
const spoken = signal<Spoken>(inside('en', en))
/** What `spoken` shall be; it follows when the files are there. */
let wanted = 'en'
let more = false
let coming: Promise<void> = Promise.resolve()

/** The language and, where it matters, the region: for `Intl`. */
export function language(): string {
  return spoken.value.locale
}

/** Changes the language of the page, and back to English for one that has no files here. */
export function speak(asked: string, region = ''): Promise<void> {
  const code = asked.slice(0, 2) in LANGUAGES ? asked.slice(0, 2) : 'en'
  const before = wanted
  wanted = code !== 'en' && region.startsWith(`${code}-`) ? region : code
  if (wanted === before) return coming
  return bring().catch(() => {
    // Its file is not on this phone and there is no connection: the language stays as it is.
    wanted = before
  })
}

/** Brings the texts of the screens that the first load leaves out. */
export function loadMoreTexts(): Promise<void> {
  if (more) return coming
  more = true
  return bring().catch((error) => {
    more = false
    throw error
  })
}

/** Loads what is wanted now and shows it, unless something else is wanted by then. */
function bring(): Promise<void> {
  const [locale, all] = [wanted, more]
  coming = textsOf(locale.slice(0, 2), all).then((texts) =>
    locale === wanted && all === more ? show(locale, texts) : coming,
  )
  return coming
}

function inside(locale: string, texts: Texts): Spoken {
  const [plurals, numbers] = [new Intl.PluralRules(locale), new Intl.NumberFormat(locale)]
  return { locale, texts, plurals, numbers }
}

function show(locale: string, texts: Texts): void {
  spoken.value = inside(locale, texts)
  if (typeof document !== 'undefined') document.documentElement.lang = locale
}

async function textsOf(code: string, all: boolean): Promise<Texts> {
  const files = LANGUAGES[code]
  const rest = all ? [LANGUAGES.en?.more, files?.more] : []
  const found = await Promise.all([files?.first, ...rest].map((load) => load?.()))
  return Object.assign({}, en, ...found.map((file) => file?.default))
}

/** The text of a key; `{name}` is filled in. A key with `_one` and `_other` is chosen by `count`. */
export function t(key: Key | PluralKey, values: Values = {}): string {
  const { texts, numbers } = spoken.value
  return (texts[chosen(key, values)] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? ''
    return typeof value === 'number' ? numbers.format(value) : value
  })
}

type Stem<K> = K extends `${infer S}_other` ? S : never
export type PluralKey = Stem<Key>

function chosen(key: string, values: Values): string {
  const { texts, plurals } = spoken.value
  if (typeof values.count !== 'number' || key in texts) return key
  const form = `${key}_${plurals.select(values.count)}`
  return form in texts ? form : `${key}_other`
}

/** The text of a code of the server; null for a newer one, which no file knows yet. */
export function known(group: string, code: string, values: Values = {}): string | null {
  const key = `${group}.${code}`
  return key in spoken.value.texts ? t(key as Key, values) : null
}

/** The same, or the code itself in plain words. */
export function word(group: string, code: string): string {
  return known(group, code) ?? code.replaceAll('_', ' ')
}
