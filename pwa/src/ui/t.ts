/** What a person reads, by key and language. English is always there; others load when asked. */

import en from './locales/en.json'

export type Key = keyof typeof en
type Texts = Record<string, string>
export type Values = Record<string, string | number>

/** A language is a file beside en.json and a line here. */
const LOADERS: Record<string, () => Promise<{ default: Texts }>> = {}

let texts: Texts = en
let plurals = new Intl.PluralRules('en')
let locale = 'en'

export function language(): string {
  return locale
}

export async function speak(wanted: string): Promise<void> {
  const load = LOADERS[wanted.slice(0, 2)]
  if (!load) return
  texts = { ...en, ...(await load()).default }
  locale = wanted
  plurals = new Intl.PluralRules(wanted)
  document.documentElement.lang = wanted
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
