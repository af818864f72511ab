import { useEffect, useState } from 'preact/hooks'
import { canInstall, install, isInstalled } from '../../install.ts'
import * as phone from '../../phone.ts'
import { Button } from '../../ui/button.tsx'
import { ago } from '../../ui/format.ts'
import { Card, SectionTitle } from '../../ui/pieces.tsx'
import { size } from '../../ui/size.ts'
import { t } from '../../ui/t.ts'
import { SCHEMA } from '../../wire.ts'

/** How safe the data on this phone are: installed, promised, how much. */
export function Storage() {
  const [kept, setKept] = useState<boolean | null>(null)
  const [bytes, setBytes] = useState<number | null>(null)
  const read = async () => {
    setKept((await navigator.storage?.persisted?.()) ?? null)
    setBytes((await navigator.storage?.estimate?.())?.usage ?? null)
  }
  useEffect(() => void read(), [])
  const persist = async () => {
    await navigator.storage?.persist?.()
    await read()
  }
  const last = phone.meta.value?.last_sync_ms
  return (
    <section>
      <SectionTitle>{t('settings.storage')}</SectionTitle>
      <Card>
        <div class="stack">
          <p>{t(isInstalled() ? 'settings.installed' : 'settings.not_installed')}</p>
          {!isInstalled() && <InstallHint />}
          <p>{t(kept ? 'settings.persisted' : 'settings.not_persisted')}</p>
          {kept === false && (
            <Button onClick={() => void persist()}>{t('settings.persist')}</Button>
          )}
          <p class="quiet small">
            {t('settings.used', {
              accounts: phone.rows.value.accounts.size,
              visits: phone.rows.value.visits.size,
              size: bytes === null ? '\u2013' : size(bytes),
            })}
          </p>
          <p class="quiet small">{t('settings.safe')}</p>
          <p class="quiet small">
            {t('settings.version', {
              schema: SCHEMA,
              when: last ? ago(last, Date.now()) : '\u2013',
            })}
          </p>
        </div>
      </Card>
    </section>
  )
}

function InstallHint() {
  if (canInstall.value) {
    return (
      <Button look="primary" onClick={() => void install()}>
        {t('settings.install')}
      </Button>
    )
  }
  if (!/iPhone|iPad/.test(navigator.userAgent)) return null
  return <p class="quiet">{t('settings.install_ios')}</p>
}
