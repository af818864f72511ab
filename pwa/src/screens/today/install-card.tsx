import { useState } from 'preact/hooks'
import { canInstall, install } from '../../install.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Card } from '../../ui/pieces.tsx'
import { store } from '../../ui/preferences.ts'
import { t } from '../../ui/t.ts'
import { LATER } from './install-when.ts'

/** Asks once the app has proved useful: the browser's own prompt, or on iOS the two taps it takes. */
export function InstallCard() {
  const [gone, setGone] = useState(false)
  if (gone) return null
  const later = () => {
    store(LATER, '1')
    setGone(true)
  }
  return (
    <Card>
      <div class="stack">
        <strong>{t('install.title')}</strong>
        <p class="quiet">{t('install.lead')}</p>
        {canInstall.value ? (
          <Button look="primary" icon="download" onClick={() => void install().then(later)}>
            {t('settings.install')}
          </Button>
        ) : (
          <ol class="stack">
            <li class="row">
              <Icon name="share" />
              <span>{t('install.ios_share')}</span>
            </li>
            <li class="row">
              <Icon name="add" />
              <span>{t('install.ios_add')}</span>
            </li>
          </ol>
        )}
        <Button look="plain" onClick={later}>
          {t('install.later')}
        </Button>
      </div>
    </Card>
  )
}
