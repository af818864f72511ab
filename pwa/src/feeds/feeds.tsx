import { useEffect, useState } from 'preact/hooks'
import * as api from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Choices } from '../ui/choices.tsx'
import { ago } from '../ui/format.ts'
import { Confirm } from '../ui/sheet.tsx'
import { language, t } from '../ui/t.ts'
import { toast } from '../ui/toast.tsx'
import type { FeedChange, FeedDetail, FeedOut, FeedRequest, Id } from '../wire.ts'
import { Address } from './address.tsx'
import { Options } from './options.tsx'
import './feeds.css'

export const DETAILS: readonly FeedDetail[] = ['full', 'address', 'busy']

interface FeedsProps {
  /** Whose visits: which of the person's addresses are shown, and what a new one shows. */
  kind: FeedOut['kind']
  accountId?: Id
  /** The company's clock: what "5 min. ago" counts from. */
  now: number
}

/** Calendar addresses: make, subscribe, change, renew, revoke. An address is shown only once. */
export function Feeds({ kind, accountId, now }: FeedsProps) {
  const { feeds, act } = useFeeds(kind, accountId)
  const [detail, setDetail] = useState<FeedDetail>('full')
  const [asked, ask] = useState<{ act: 'rotate' | 'revoke'; feed: FeedOut } | null>(null)
  const spoken = language().startsWith('de') ? 'de' : 'en'
  const request: FeedRequest = {
    kind,
    detail,
    language: spoken,
    ...(accountId ? { account_id: accountId } : {}),
  }
  return (
    <div class="stack">
      {feeds === null && <p class="quiet">{t('settings.needs_signal')}</p>}
      {(feeds ?? []).map((feed) => (
        <Feed
          key={feed.id}
          feed={feed}
          now={now}
          onChange={(change) => void act.change(feed, change)}
          onAsk={(what) => ask({ act: what, feed })}
        />
      ))}
      <Choices
        legend={t('settings.feed_detail')}
        name={`detail ${kind}`}
        value={detail}
        onChange={setDetail}
        choices={DETAILS.map((value) => ({ value, label: t(`settings.detail.${value}`) }))}
      />
      <Button look="primary" icon="calendar" onClick={() => void act.make(request)}>
        {t('settings.feed_make')}
      </Button>
      {asked && (
        <Confirm
          title={t(`settings.feed_${asked.act}_title`)}
          text={t(`settings.feed_${asked.act}_lead`)}
          yes={t(`settings.feed_${asked.act}`)}
          danger
          onNo={() => ask(null)}
          onYes={() => {
            void act[asked.act](asked.feed)
            ask(null)
          }}
        />
      )}
    </div>
  )
}

/** The person's addresses of one kind, and what can be done with them. */
function useFeeds(kind: FeedOut['kind'], accountId?: Id) {
  const [feeds, setFeeds] = useState<FeedOut[] | null>(null)
  const read = async () => {
    const answer = await api.get<{ items: FeedOut[] }>('/api/feeds')
    if (answer.kind !== 'ok') return
    const mine = (feed: FeedOut) => feed.kind === kind && feed.account_id === (accountId ?? null)
    setFeeds(answer.data.items.filter(mine))
  }
  useEffect(() => void read(), [kind, accountId])
  const show = (answer: api.Answer<FeedOut>) => {
    if (answer.kind !== 'ok') return toast(complaint(answer))
    const made = answer.data
    setFeeds((known) =>
      (known ?? []).some(({ id }) => id === made.id)
        ? (known ?? []).map((one) =>
            one.id === made.id ? { ...made, ...address(made, one) } : one,
          )
        : [made, ...(known ?? [])],
    )
  }
  const act = {
    make: async (ask: FeedRequest) => show(await api.post<FeedOut>('/api/feeds', ask)),
    change: async ({ id }: FeedOut, change: Partial<FeedChange>) =>
      show(await api.patch<FeedOut>(`/api/feeds/${id}`, change)),
    rotate: async ({ id }: FeedOut) => show(await api.post<FeedOut>(`/api/feeds/${id}/rotate`)),
    revoke: async ({ id }: FeedOut) => {
      const answer = await api.remove(`/api/feeds/${id}`)
      if (answer.kind !== 'ok') return toast(complaint(answer))
      setFeeds((known) => (known ?? []).filter((one) => one.id !== id))
    },
  }
  return { feeds, act }
}

/** An address that was just shown stays on the screen while its feed is changed. */
function address(now: FeedOut, before: FeedOut): Pick<FeedOut, 'url' | 'webcal' | 'qr_svg'> {
  const { url, webcal, qr_svg } = now.url ? now : before
  return { url, webcal, qr_svg }
}

export function complaint(answer: api.Answer<unknown>): string {
  if (answer.kind === 'refused' || answer.kind === 'signed-out') return answer.detail
  return t('settings.needs_signal')
}

interface FeedProps {
  feed: FeedOut
  now: number
  onChange: (change: Partial<FeedChange>) => void
  onAsk: (what: 'rotate' | 'revoke') => void
}

function Feed({ feed, now, onChange, onAsk }: FeedProps) {
  const made = t('settings.feed_made', { when: ago(Date.parse(feed.created_at), now) })
  return (
    <div class="feed stack">
      <div>
        <strong>{t(`settings.detail.${feed.detail}`)}</strong>
        <p class="quiet small">{`${made} \u00b7 ${readWords(feed, now)}`}</p>
      </div>
      {feed.url && feed.webcal && <Address feed={feed} url={feed.url} webcal={feed.webcal} />}
      <Options feed={feed} onChange={onChange} />
      <div class="actions">
        <Button icon="refresh" onClick={() => onAsk('rotate')}>
          {t('settings.feed_rotate')}
        </Button>
        <Button look="danger" icon="trash" onClick={() => onAsk('revoke')}>
          {t('settings.feed_revoke')}
        </Button>
      </div>
    </div>
  )
}

/** When an address was last read, and by what kind of client. */
export function readWords(
  feed: Pick<FeedOut, 'last_fetched_at' | 'last_client'>,
  now: number,
): string {
  if (!feed.last_fetched_at) return t('settings.feed_unused')
  const when = ago(Date.parse(feed.last_fetched_at), now)
  return t('settings.feed_used', { when, client: feed.last_client })
}
