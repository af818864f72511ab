import { Button, LinkButton } from '../ui/button.tsx'
import { Banner } from '../ui/pieces.tsx'
import { t } from '../ui/t.ts'
import { toast } from '../ui/toast.tsx'
import type { FeedOut } from '../wire.ts'
import { googleLink, outlookLink } from './links.ts'

const CLIENTS = ['google', 'outlook', 'apple', 'thunderbird', 'nextcloud'] as const

interface AddressProps {
  feed: FeedOut
  url: string
  webcal: string
}

/** A new address, shown this once, with every way into a calendar and what each is worth. */
export function Address({ feed, url, webcal }: AddressProps) {
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
        <LinkButton icon="calendar" href={webcal}>
          {t('settings.feed_subscribe')}
        </LinkButton>
      </div>
      <OnTheWeb feed={feed} url={url} webcal={webcal} />
      {feed.qr_svg && <img class="qr" alt={t('settings.feed_qr')} src={pictureUrl(feed.qr_svg)} />}
      <details>
        <summary>{t('feed.refresh')}</summary>
        <ul class="refreshes small">
          {CLIENTS.map((client) => (
            <li key={client}>{t(`feed.refresh.${client}`)}</li>
          ))}
        </ul>
      </details>
      <p class="quiet small">{t('feed.today')}</p>
    </div>
  )
}

/** Google and Microsoft read the address from outside: who they cannot reach is said here. */
function OnTheWeb({ feed, url, webcal }: AddressProps) {
  const ask = { url, webcal, title: feed.title }
  const links = [
    [t('feed.google'), googleLink(ask)],
    [t('feed.outlook_work'), outlookLink(ask, 'office')],
    [t('feed.outlook_home'), outlookLink(ask, 'live')],
  ] as const
  return (
    <>
      {feed.reach !== 'public' && (
        <Banner tone="warn" icon="warning">
          {t(`feed.reach.${feed.reach}`)}
        </Banner>
      )}
      <div class="actions">
        {links.map(([label, href]) => (
          <LinkButton key={label} href={href} target="_blank" rel="noopener noreferrer">
            {label}
          </LinkButton>
        ))}
      </div>
    </>
  )
}

/** A picture has to say that it is SVG; an inline one need not, so the server leaves it out. */
function pictureUrl(svg: string): string {
  const named = svg.includes('xmlns=')
    ? svg
    : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
  return `data:image/svg+xml,${encodeURIComponent(named)}`
}
