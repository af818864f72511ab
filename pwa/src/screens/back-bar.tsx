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

/**
 * Goes back once what was just said is on the screen: the one behind may take long to make.
 *
 * A page that is out of sight is not painted; it does not wait for that.
 */
export async function leave(): Promise<void> {
  await new Promise<void>((done) => {
    requestAnimationFrame(() => setTimeout(done))
    setTimeout(done, 100)
  })
  back()
}

/** Opened from a link, what was before is another site's or a blank page: then Today. */
export function back(): void {
  if (history.state?.opened) location.hash = '#/today'
  else history.back()
}
