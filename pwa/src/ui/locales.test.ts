/** Every language says everything: docs/translating.md tells translators what is checked here. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CODES } from './t.ts'

type Texts = Record<string, string>

const FOLDER = join(import.meta.dirname, 'locales')
const FILES = ['', '-more'] as const

function read(code: string, part: string): Texts {
  return JSON.parse(readFileSync(join(FOLDER, `${code}${part}.json`), 'utf8'))
}

/** A key without its plural form; "result.other" is no form. */
const stem = (key: string, texts: Texts) => {
  const found = /^(.+)_(zero|one|two|few|many|other)$/.exec(key)?.[1]
  return found && `${found}_other` in texts ? found : key
}
const stems = (texts: Texts) => new Set(Object.keys(texts).map((key) => stem(key, texts)))
const blanks = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort().join()

/** The forms of each counted text. */
function forms(texts: Texts): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const key of Object.keys(texts)) {
    const of = stem(key, texts)
    if (of !== key) found[of] = [...(found[of] ?? []), key.slice(of.length + 1)].sort()
  }
  return found
}

test('each language has a line in t.ts and its two files, and nothing else lies there', () => {
  const wanted = CODES.flatMap((code) => FILES.map((part) => `${code}${part}.json`))
  expect(readdirSync(FOLDER).sort()).toEqual(wanted.sort())
})

test('no key is in both files of a language', () => {
  const [first, more] = [stems(read('en', '')), stems(read('en', '-more'))]
  expect([...first].filter((key) => more.has(key))).toEqual([])
})

describe.each(CODES.filter((code) => code !== 'en'))('%s beside English', (code) => {
  test.each(FILES)('%s has exactly the keys of English', (part) => {
    expect([...stems(read(code, part))].sort()).toEqual([...stems(read('en', part))].sort())
  })

  test.each(FILES)('%s has the same {blanks} in every text', (part) => {
    const [texts, english] = [read(code, part), read('en', part)]
    const usual = (key: string) => english[key] ?? english[`${stem(key, texts)}_other`] ?? ''
    const wrong = Object.keys(texts).filter(
      (key) => blanks(texts[key] ?? '') !== blanks(usual(key)),
    )
    expect(wrong).toEqual([])
  })
})

describe.each(CODES)('%s', (code) => {
  test.each(FILES)('%s has the plural forms that the language counts with', (part) => {
    const asked = [...new Intl.PluralRules(code).resolvedOptions().pluralCategories].sort()
    for (const [key, given] of Object.entries(forms(read(code, part)))) {
      expect(given, key).toEqual(asked)
    }
  })

  test.each(FILES)('%s leaves no text empty', (part) => {
    const empty = Object.entries(read(code, part)).filter(([, text]) => text.trim() === '')
    expect(empty).toEqual([])
  })
})
