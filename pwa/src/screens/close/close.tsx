import { useEffect, useState } from 'preact/hooks'
import * as acts from '../../acts.ts'
import { addDays, weekOf } from '../../dates.ts'
import type { StopView } from '../../day.ts'
import * as phone from '../../phone.ts'
import { hash } from '../../router.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { firstWeekday } from '../../ui/first-weekday.ts'
import { clock, date } from '../../ui/format.ts'
import { Banner, Card, Chip, SectionTitle } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { BackBar, back } from '../back-bar.tsx'
import { offerUndo } from '../today/undo.ts'
import { summary, weekProgress } from './summary.ts'

/** The end of the day: what was done, what moves, the week so far, a word to the manager. */
export function CloseScreen() {
  const today = phone.today.value
  const day = summary(phone.todaysDay.value)
  const week = weekProgress(weekOf(today, firstWeekday()).map(phone.dayOn))
  const { waiting, refused } = phone.waiting.value
  return (
    <main class="screen" id="main">
      <BackBar title={t('close.title', { date: date(today) })} />
      <Card>
        <p class="figure number">{t('close.done', { count: day.made.length + day.extras })}</p>
        <p class="quiet">
          {t('close.rest', { missed: day.missed.length, skipped: day.skipped.length })}
        </p>
      </Card>
      <Card>
        <p>
          <strong class="number">
            {t('close.week', { made: week.made, planned: week.planned })}
          </strong>
        </p>
        <progress class="progress" value={week.made} max={Math.max(1, week.planned)} />
      </Card>
      {day.open.length > 0 && <Open stops={day.open} />}
      <Moves stops={[...day.missed, ...day.skipped]} />
      <Tomorrow />
      {waiting + refused > 0 && (
        <Banner tone={refused > 0 ? 'bad' : 'info'} icon="upload">
          <a class="inline-link" href={hash({ screen: 'outbox' })}>
            {t('close.unsent', { count: waiting + refused })}
          </a>
        </Banner>
      )}
      <Word />
    </main>
  )
}

function Open({ stops }: { stops: readonly StopView[] }) {
  return (
    <section>
      <SectionTitle>{t('close.open')}</SectionTitle>
      <ul class="card list">
        {stops.map(({ visit }) => (
          <li key={visit.id} class="contact">
            <span class="grow">
              <strong>{visit.account}</strong>
              <span class="quiet small">{t('close.open_lead')}</span>
            </span>
            <LinkButton icon="pen" href={hash({ screen: 'report', visit: visit.id })}>
              {t('today.report')}
            </LinkButton>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Where what was not done is planned now; until the plan answers, that it will be. */
function Moves({ stops }: { stops: readonly StopView[] }) {
  if (stops.length === 0) return null
  const today = phone.today.value
  return (
    <section>
      <SectionTitle>{t('close.moves')}</SectionTitle>
      <ul class="card list">
        {stops.map(({ visit, account }) => {
          const next = account?.next_visit
          return (
            <li key={visit.id} class="contact">
              <strong class="grow">{visit.account}</strong>
              <Chip tone={next && next > today ? 'ok' : 'plain'}>
                {next && next > today ? date(next, today) : t('close.to_plan')}
              </Chip>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Tomorrow() {
  const today = phone.today.value
  const next = Array.from({ length: 14 }, (_, days) => phone.dayOn(addDays(today, days + 1))).find(
    (day) => day.stops.length > 0,
  )
  const first = next?.stops[0]
  if (!next || !first) return null
  return (
    <section>
      <SectionTitle>{t('close.next')}</SectionTitle>
      <a class="stop" href={hash({ screen: 'week', on: next.on })}>
        <span class="grow">
          <span class="stop-name">{date(next.on, today)}</span>
          <span class="small quiet">
            {t('close.first', { name: first.visit.account, time: clock(first.start_s) })}
          </span>
        </span>
        <span class="number">{t('week.stops', { count: next.stops.length })}</span>
      </a>
    </section>
  )
}

/** A word to the manager: kept at every key like a report. */
function Word() {
  const [text, setText] = useState('')
  const key = `word:${phone.today.value}`
  useEffect(() => {
    void phone
      .theStore()
      ?.draft(key)
      .then((kept) => typeof kept === 'string' && setText(kept))
  }, [key])
  const send = async () => {
    if (text.trim()) {
      const args = { on: phone.today.value, topic: 'day', text: text.trim() } as const
      const saved = await acts.feedback(args, t('close.word'))
      if (!saved.ok) return toast(t('report.failed', { why: saved.why }))
      await phone.theStore()?.dropDraft(key)
      offerUndo(t('close.sent'), saved.value.item.id)
    }
    void phone.syncNow()
    back()
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <label class="field">
        <span>{t('close.word')}</span>
        <textarea
          value={text}
          maxLength={4000}
          placeholder={t('close.word_hint')}
          onInput={(event) => {
            setText(event.currentTarget.value)
            void phone.theStore()?.saveDraft(key, event.currentTarget.value)
          }}
        />
      </label>
      <Button look="primary" icon="check" wide type="submit">
        {t('close.button')}
      </Button>
    </form>
  )
}
