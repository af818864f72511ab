import * as phone from '../../phone.ts'
import { date } from '../../ui/format.ts'
import { SectionTitle } from '../../ui/pieces.tsx'
import { t, word } from '../../ui/t.ts'
import { wishWords } from '../../ui/whys.ts'
import type { AccountRow } from '../../wire.ts'

/** What the rep or their manager asked of the plan for this account, and what the plan answered. */
export function Wishes({ account }: { account: AccountRow }) {
  const today = phone.today.value
  const wishes = [...phone.rows.value.wishes.values()]
    .filter((wish) => wish.account_id === account.id && !wish.withdrawn && wish.on >= today)
    .sort((a, b) => a.on.localeCompare(b.on))
  if (wishes.length === 0) return null
  return (
    <section>
      <SectionTitle>{t('account.wishes')}</SectionTitle>
      <ul class="card list">
        {wishes.map((wish) => (
          <li key={wish.id} class="told">
            <strong>{`${word('outbox.kind', wish.kind)} \u00b7 ${date(wish.on, today)}`}</strong>
            {wish.by && <p class="quiet">{t('account.wish_by', { name: wish.by })}</p>}
            <p class={wish.answer === 'refused' ? 'refused-why' : 'quiet'}>
              {wishWords(wish, today)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
