/**
 * What a person reads, by key and language.
 *
 * English is always there. A language has two files: what the first screens say, and more, which
 * comes with the screens loaded after them.
 */

import en from './locales/en.json'
import type enMore from './locales/en-more.json'

export type Key = keyof typeof en | keyof typeof enMore
type Texts = Record<string, string>
type Load = () => Promise<{ default: Texts }>
export type Values = Record<string, string | number>

/** A language is two files beside the English ones and a line here. */
const LANGUAGES: Record<string, { first: Load | null; more: Load }> = {
  en: { first: null, more: () => import('./locales/en-more.json') },
}

let texts: Texts = en
let plurals = new Intl.PluralRules('en')
let locale = 'en'

export function language(): string {
  return locale
}

/** Changes the language of the page; one without files leaves it as it is. */
export async function speak(wanted: string): Promise<void> {
  const files = LANGUAGES[wanted.slice(0, 2)]
  if (!files?.first) return
  texts = { ...texts, ...(await files.first()).default }
  locale = wanted
  plurals = new Intl.PluralRules(wanted)
  document.documentElement.lang = wanted
}

/** Brings the texts of the screens that the first load leaves out. */
export async function loadMoreTexts(): Promise<void> {
  const files = LANGUAGES[locale.slice(0, 2)] ?? LANGUAGES.en
  if (files) texts = { ...(await files.more()).default, ...texts }
}

/** The text of a key; `{name}` is filled in. A key with `_one` and `_other` is chosen by `count`. */
export function t(key: Key | PluralKey, values: Values = {}): string {
  const text = texts[chosen(key, values)] ?? key
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

type Stem<K> = K extends `${infer S}_other` ? S : never
export type PluralKey = Stem<Key>

function chosen(key: string, values: Values): string {
  if (typeof values.count !== 'number' || key in texts) return key
  const form = `${key}_${plurals.select(values.count)}`
  return form in texts ? form : `${key}_other`
}

/** The text of a code of the server, or the code itself in plain words if it is a newer one. */
export function word(group: string, code: string): string {
  return texts[`${group}.${code}`] ?? code.replaceAll('_', ' ')
}
