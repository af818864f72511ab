import * as phone from '../../phone.ts'
import type { Route } from '../../router.ts'
import * as signing from '../../signing.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'

/** Who is no rep works at the desk. */
export function NotRepScreen({ at }: { at: Route }) {
  const who = phone.person.value
  return (
    <main class="screen" id="main">
      <EmptyState icon="person" title={t('app.not_rep', { name: who?.name ?? '' })}>
        <LinkButton look="primary" href={toDesk(at)}>
          {t('app.to_desk')}
        </LinkButton>
        <Button onClick={() => void signing.signOut('forget')}>{t('settings.sign_out')}</Button>
      </EmptyState>
    </main>
  )
}

/** A manager who follows a rep's calendar link sees that visit at the desk. */
function toDesk(at: Route): string {
  return at.screen === 'visit' ? `/desk#/board?visit=${at.id}` : '/desk'
}
