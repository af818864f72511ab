import { Button } from '../ui/button.tsx'
import { t } from '../ui/t.ts'

/** The title of a screen that was opened from another, with the way back to it. */
export function BackBar({ title }: { title: string }) {
  return (
    <header class="back-bar">
      <Button look="plain" icon="back" round aria-label={t('app.back')} onClick={back} />
      <h1>{title}</h1>
    </header>
  )
}

/** Opened from a link, what was before is another site's or a blank page: then Today. */
export function back(): void {
  if (history.state?.opened) location.hash = '#/today'
  else history.back()
}
