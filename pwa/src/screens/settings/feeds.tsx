import { useEffect, useState } from 'preact/hooks'
import * as api from '../../api.ts'
import * as phone from '../../phone.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Choices } from '../../ui/choices.tsx'
import { ago } from '../../ui/format.ts'
import { Card, SectionTitle } from '../../ui/pieces.tsx'
import { Confirm } from '../../ui/sheet.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import type { FeedOut, FeedRequest } from '../../wire.ts'

type Detail = FeedRequest['detail']
const DETAILS: readonly Detail[] = ['full', 'address', 'busy']

/** Calendar addresses: make, copy, subscribe, renew, revoke. The address is shown only once. */
export function Feeds() {
  const [feeds, setFeeds] = useState<FeedOut[] | null>(null)
  const [detail, setDetail] = useState<Detail>('full')
  const [asked, setAsked] = useState<{ act: 'rotate' | 'revoke'; feed: FeedOut } | null>(null)
  const read = async () => {
    const answer = await api.get<{ items: FeedOut[] }>('/api/feeds')
    if (answer.kind === 'ok') setFeeds(answer.data.items.filter((feed) => feed.kind === 'rep'))
  }
  useEffect(() => void read(), [])

  const take = (answer: api.Answer<FeedOut>) => {
    if (answer.kind !== 'ok') return toast(complaint(answer))
    setFeeds((known) => [
      answer.data,
      ...(known ?? []).filter((feed) => feed.id !== answer.data.id && feed.id !== asked?.feed.id),
    ])
  }
  const make = async () =>
    take(await api.post<FeedOut>('/api/feeds', { detail, alarm_minutes: null }))
  const rotate = async (feed: FeedOut) =>
    take(await api.post<FeedOut>(`/api/feeds/${feed.id}/rotate`))
  const revoke = async (feed: FeedOut) => {
    const answer = await api.remove(`/api/feeds/${feed.id}`)
    if (answer.kind !== 'ok') return toast(complaint(answer))
    setFeeds((known) => (known ?? []).filter((one) => one.id !== feed.id))
  }
  return (
    <section>
      <SectionTitle>{t('settings.calendar')}</SectionTitle>
      <Card>
        <div class="stack">
          <p class="quiet">{t('settings.calendar_lead')}</p>
          {feeds === null && <p class="quiet">{t('settings.needs_signal')}</p>}
          {(feeds ?? []).map((feed) => (
            <Feed
              key={feed.id}
              feed={feed}
              onRotate={() => setAsked({ act: 'rotate', feed })}
              onRevoke={() => setAsked({ act: 'revoke', feed })}
            />
          ))}
          <Choices
            legend={t('settings.feed_detail')}
            name="detail"
            value={detail}
            onChange={setDetail}
            choices={DETAILS.map((value) => ({ value, label: t(`settings.detail.${value}`) }))}
          />
          <Button look="primary" icon="calendar" onClick={() => void make()}>
            {t('settings.feed_make')}
          </Button>
        </div>
      </Card>
      {asked && (
        <Confirm
          title={t(`settings.feed_${asked.act}_title`)}
          text={t(`settings.feed_${asked.act}_lead`)}
          yes={t(`settings.feed_${asked.act}`)}
          danger
          onNo={() => setAsked(null)}
          onYes={() => {
            void (asked.act === 'rotate' ? rotate(asked.feed) : revoke(asked.feed))
            setAsked(null)
          }}
        />
      )}
    </section>
  )
}

export function complaint(answer: api.Answer<unknown>): string {
  if (answer.kind === 'refused' || answer.kind === 'signed-out') return answer.detail
  return t('settings.needs_signal')
}

interface FeedProps {
  feed: FeedOut
  onRotate: () => void
  onRevoke: () => void
}

function Feed({ feed, onRotate, onRevoke }: FeedProps) {
  const now = phone.now.value
  const used = feed.last_fetched_at
    ? t('settings.feed_used', {
        when: ago(Date.parse(feed.last_fetched_at), now),
        client: feed.last_client,
      })
    : t('settings.feed_unused')
  const made = t('settings.feed_made', { when: ago(Date.parse(feed.created_at), now) })
  return (
    <div class="feed stack">
      <div>
        <strong>{t(`settings.detail.${feed.detail}`)}</strong>
        <p class="quiet small">{`${made} \u00b7 ${used}`}</p>
      </div>
      {feed.url && <Address feed={feed} url={feed.url} />}
      <div class="actions">
        <Button icon="refresh" onClick={onRotate}>
          {t('settings.feed_rotate')}
        </Button>
        <Button look="danger" icon="trash" onClick={onRevoke}>
          {t('settings.feed_revoke')}
        </Button>
      </div>
    </div>
  )
}

function Address({ feed, url }: { feed: FeedOut; url: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url)
      toast(t('settings.feed_copied'))
    } catch {
      // Not allowed, or plain http: the address stands there to be marked.
      toast(url)
    }
  }
  return (
    <div class="stack address">
      <p class="small">{t('settings.feed_once')}</p>
      <code class="url">{url}</code>
      <div class="actions">
        <Button look="primary" icon="copy" onClick={() => void copy()}>
          {t('settings.feed_copy')}
        </Button>
        {feed.webcal && (
          <LinkButton icon="calendar" href={feed.webcal}>
            {t('settings.feed_subscribe')}
          </LinkButton>
        )}
      </div>
      {feed.qr_svg && <img class="qr" alt={t('settings.feed_qr')} src={pictureUrl(feed.qr_svg)} />}
    </div>
  )
}

/** A picture has to say that it is SVG; an inline one need not, so the server leaves it out. */
function pictureUrl(svg: string): string {
  const named = svg.includes('xmlns=')
    ? svg
    : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
  return `data:image/svg+xml,${encodeURIComponent(named)}`
}
