/** What a visit is for: objective, talking points, and what to have done before leaving. */

import * as phone from '../../phone.ts'
import { Card, SectionTitle } from '../../ui/pieces.tsx'
import { known, t } from '../../ui/t.ts'
import type { AccountRow, PlaybookPage } from '../../wire.ts'
import { pageKeys } from './playbook-keys.ts'

const MOST = 8

/** The manager's own text where there is one, else the default in the rep's language. */
export function Playbook({ account }: { account: AccountRow }) {
  const page = pageOf(account)
  return (
    <section>
      <SectionTitle>{t('points.title')}</SectionTitle>
      <Card>
        <div class="stack">
          {page.objective && <p>{page.objective}</p>}
          <Lines of={page.points} />
          {page.checklist.length > 0 && <strong class="small">{t('check.title')}</strong>}
          <Lines of={page.checklist} />
        </div>
      </Card>
    </section>
  )
}

function Lines({ of }: { of: readonly string[] }) {
  if (of.length === 0) return null
  return (
    <ul class="points">
      {of.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

function pageOf(account: AccountRow): PlaybookPage {
  const edited = phone.me.value?.playbook ?? {}
  for (const key of pageKeys(account.account_class, account.season.state)) {
    const found = edited[key] ?? defaultPage(key)
    if (found) return found
  }
  return { objective: '', points: [], checklist: [] }
}

function defaultPage(key: string): PlaybookPage | null {
  const objective = known(`points.${key}`, 'objective')
  if (objective === null) return null
  return { objective, points: numbered(`points.${key}`), checklist: numbered(`check.${key}`) }
}

function numbered(group: string): string[] {
  const found: string[] = []
  for (let number = 1; number <= MOST; number += 1) {
    const line = known(group, String(number))
    if (line) found.push(line)
  }
  return found
}
