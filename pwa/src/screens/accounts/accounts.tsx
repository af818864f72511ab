import { signal } from '@preact/signals'
import * as phone from '../../phone.ts'
import { hash } from '../../router.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Choices } from '../../ui/choices.tsx'
import { date, fromToday } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { Chip, EmptyState } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'
import { classWords, dueTone, dueWords } from '../../ui/words.ts'
import type { AccountRow } from '../../wire.ts'
import { type Filter, found } from './search.ts'

const PAGE = 50
const FILTERS: readonly Filter[] = ['all', 'due', 'overdue', 'unplanned']

// Kept while the app is open: coming back from an account finds the same list.
const words = signal('')
const filter = signal<Filter>('all')
const shown = signal(PAGE)

export function AccountsScreen() {
  const accounts = phone.rows.value.accounts
  const list = found(
    [...phone.added.value.values(), ...accounts.values()],
    words.value,
    filter.value,
  )
  return (
    <main class="screen" id="main">
      <header class="top">
        <div class="row">
          <h1 class="grow">{t('accounts.title')}</h1>
          <LinkButton icon="plus" href={hash({ screen: 'prospect' })}>
            {t('accounts.add')}
          </LinkButton>
        </div>
      </header>
      <search class="stack">
        <label class="search">
          <span class="visually-hidden">{t('accounts.search')}</span>
          <Icon name="search" />
          <input
            type="search"
            placeholder={t('accounts.search')}
            value={words.value}
            onInput={(event) => {
              words.value = event.currentTarget.value
              shown.value = PAGE
            }}
          />
        </label>
        <Choices
          legend={t('accounts.title')}
          hideLegend
          segmented
          name="filter"
          value={filter.value}
          onChange={(value) => {
            filter.value = value
            shown.value = PAGE
          }}
          choices={FILTERS.map((value) => ({ value, label: t(`filter.${value}`) }))}
        />
      </search>
      {list.length > 0 ? (
        <>
          <p class="quiet small" role="status">
            {t('accounts.found', { count: list.length })}
          </p>
          <ul class="card list">
            {list.slice(0, shown.value).map((account) => (
              <AccountLine key={account.id} account={account} />
            ))}
          </ul>
          {list.length > shown.value && (
            <Button
              wide
              onClick={() => {
                shown.value += PAGE
              }}
            >
              {t('accounts.show_more')}
            </Button>
          )}
        </>
      ) : (
        <EmptyState
          icon="search"
          title={t(accounts.size === 0 ? 'accounts.empty' : 'accounts.none')}
          text={accounts.size === 0 ? t('today.none_lead') : t('accounts.none_lead')}
        />
      )}
    </main>
  )
}

function AccountLine({ account }: { account: AccountRow }) {
  return (
    <li>
      <a class="stop" href={hash({ screen: 'account', id: account.id })}>
        <span class="grow">
          <span class="stop-name">{account.name}</span>
          <span class="small quiet">
            {[classWords(account), account.city, when(account)].filter(Boolean).join(' \u00b7 ')}
          </span>
        </span>
        <Chip tone={dueTone(account.due)}>{dueWords(account.due)}</Chip>
      </a>
    </li>
  )
}

function when(account: AccountRow): string {
  const today = phone.today.value
  if (account.next_visit) return t('accounts.next', { date: date(account.next_visit, today) })
  return account.last_visit
    ? t('accounts.last', { when: fromToday(account.last_visit, today) })
    : t('accounts.never')
}
