import { Choices } from '../ui/choices.tsx'
import { duration } from '../ui/format.ts'
import { t } from '../ui/t.ts'
import type { FeedChange, FeedOut } from '../wire.ts'
import { DETAILS } from './feeds.tsx'

const LANGUAGES = ['en', 'de'] as const
const HORIZONS = [14, 42, 90, 180]
const ALARMS = [0, 10, 30, 60]
/** A select knows only texts. */
const NEVER = ''

interface OptionsProps {
  feed: FeedOut
  onChange: (change: Partial<FeedChange>) => void
}

/** What is stored with a feed: each choice is saved at once, the address stays. */
export function Options({ feed, onChange }: OptionsProps) {
  return (
    <details>
      <summary>{t('feed.change')}</summary>
      <div class="stack">
        <Choices
          legend={t('settings.feed_detail')}
          name={`detail ${feed.id}`}
          value={feed.detail}
          onChange={(detail) => onChange({ detail })}
          choices={DETAILS.map((value) => ({ value, label: t(`settings.detail.${value}`) }))}
        />
        <Pick
          label={t('feed.horizon')}
          value={String(feed.days_ahead)}
          onChange={(days) => onChange({ days_ahead: Number(days) })}
          options={withChosen(HORIZONS, feed.days_ahead).map((count) => [
            String(count),
            t('feed.days', { count }),
          ])}
        />
        <Pick
          label={t('feed.alarm')}
          value={String(feed.alarm_minutes ?? NEVER)}
          onChange={(at) => onChange({ alarm_minutes: at === NEVER ? null : Number(at) })}
          options={[
            [NEVER, t('feed.alarm_never')],
            ...withChosen(ALARMS, feed.alarm_minutes).map(alarmOption),
          ]}
        />
        <Pick
          label={t('settings.language')}
          value={feed.language}
          onChange={(language) => onChange({ language: language as FeedOut['language'] })}
          options={LANGUAGES.map((code) => [code, ownName(code)])}
        />
        <p class="quiet small">{t('feed.change_lead')}</p>
      </div>
    </details>
  )
}

/** What is chosen stands in the list even where it is none of the usual ones. */
function withChosen(usual: readonly number[], chosen: number | null): number[] {
  return [...new Set(chosen === null ? usual : [...usual, chosen])].sort((a, b) => a - b)
}

function alarmOption(minutes: number): [string, string] {
  const text = minutes === 0 ? t('feed.alarm_start') : t('feed.alarm_before', words(minutes))
  return [String(minutes), text]
}

const words = (minutes: number) => ({ duration: duration(minutes * 60) })

function ownName(code: string): string {
  return new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
}

interface PickProps {
  label: string
  value: string
  options: readonly (readonly [string, string])[]
  onChange: (value: string) => void
}

function Pick({ label, value, options, onChange }: PickProps) {
  return (
    <label class="field short">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
