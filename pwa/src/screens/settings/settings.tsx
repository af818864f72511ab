import { MapStorage } from '../../map/map-storage.tsx'
import * as phone from '../../phone.ts'
import { Choices } from '../../ui/choices.tsx'
import { Card, SectionTitle } from '../../ui/pieces.tsx'
import * as prefer from '../../ui/preferences.ts'
import { CODES, t } from '../../ui/t.ts'
import { Busy } from './busy.tsx'
import { Devices } from './devices.tsx'
import { Feeds } from './feeds.tsx'
import { SignOut } from './sign-out.tsx'
import { Storage } from './storage.tsx'

export function SettingsScreen() {
  const person = phone.person.value
  return (
    <main class="screen" id="main">
      <header class="top">
        <h1>{t('settings.title')}</h1>
      </header>
      <Feeds />
      <Busy />
      <Look />
      <Storage />
      <section>
        <SectionTitle>{t('map.storage')}</SectionTitle>
        <MapStorage />
      </section>
      <Devices />
      <section>
        <SectionTitle>{t('settings.account')}</SectionTitle>
        <Card>
          <div class="stack">
            <div>
              <strong>{person?.name}</strong>
              <p class="quiet">
                {[person?.email, person?.company].filter(Boolean).join(' \u00b7 ')}
              </p>
            </div>
            <SignOut />
          </div>
        </Card>
      </section>
    </main>
  )
}

function Look() {
  return (
    <section>
      <SectionTitle>{t('settings.look')}</SectionTitle>
      <Card>
        <div class="stack">
          <Choices
            legend={t('settings.theme')}
            name="theme"
            segmented
            value={prefer.theme.value}
            onChange={prefer.chooseTheme}
            choices={prefer.THEMES.map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
          />
          <Choices
            legend={t('settings.navigation')}
            name="navigation"
            value={prefer.navigationApp.value}
            onChange={prefer.chooseNavigation}
            choices={prefer.NAVIGATION_APPS.map((value) => ({
              value,
              label: t(`settings.nav.${value}`),
            }))}
          />
          <Choices
            legend={t('settings.unit')}
            name="unit"
            segmented
            value={prefer.unit.value}
            onChange={prefer.chooseUnit}
            choices={prefer.UNITS.map((value) => ({ value, label: t(`settings.unit.${value}`) }))}
          />
          <Choices
            legend={t('settings.language')}
            name="language"
            segmented
            value={prefer.spoken.value}
            onChange={prefer.chooseLanguage}
            choices={[
              { value: 'auto', label: t('settings.language.auto') },
              ...CODES.map((value) => ({ value, label: ownName(value) })),
            ]}
          />
        </div>
      </Card>
    </section>
  )
}

/** "Deutsch": a language is listed by its own name, so that whoever speaks it finds it. */
function ownName(code: string): string {
  return new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
}
