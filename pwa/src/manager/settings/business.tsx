import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { toast } from '../../ui/toast.tsx'
import { useRemote } from '../remote.ts'
import { Input, Shown } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import type { SettingValue } from '../wire.ts'
import * as api from './api.ts'
import type { FullSetting } from './log-wire.ts'
import {
  bounds,
  effective,
  grouped,
  isChanged,
  isPossible,
  matches,
  title,
  words,
} from './setting-words.ts'

/** What holds for the whole company, under headings; every setting says itself what it does. */
export function BusinessSettings() {
  const settings = useRemote('settings', api.settings)
  const [wanted, setWanted] = useState('')
  return (
    <>
      <div class="settings-search">
        <Input label="Find a setting" type="search" value={wanted} onInput={setWanted} />
      </div>
      <Shown of={settings} label="Looking up the settings">
        {({ items }) => <Groups items={items} wanted={wanted} reload={settings.reload} />}
      </Shown>
    </>
  )
}

interface GroupsProps {
  items: readonly FullSetting[]
  wanted: string
  reload: () => void
}

function Groups({ items, wanted, reload }: GroupsProps) {
  const found = items.filter((one) => matches(one, wanted))
  if (found.length === 0) return <p class="quiet">No setting speaks of “{wanted}”.</p>
  return (
    <>
      {grouped(found).map(([group, settings]) => (
        <Group
          key={`${group} ${wanted}`}
          name={group}
          settings={settings}
          opened={wanted !== '' || group === 'Planning'}
          reload={reload}
        />
      ))}
    </>
  )
}

interface GroupProps {
  name: string
  settings: readonly FullSetting[]
  opened: boolean
  reload: () => void
}

function Group({ name, settings, opened, reload }: GroupProps) {
  const changed = settings.filter(isChanged).length
  return (
    <details class="card settings-group" open={opened}>
      <summary>
        <h2>{name}</h2>
        <span class="quiet small number">
          {settings.length} {settings.length === 1 ? 'setting' : 'settings'}
          {changed > 0 && `, ${changed} changed`}
        </span>
      </summary>
      <ul class="settings">
        {settings.map((one) => (
          <Row key={`${one.key} ${one.value}`} setting={one} reload={reload} />
        ))}
      </ul>
    </details>
  )
}

function Row({ setting, reload }: { setting: FullSetting; reload: () => void }) {
  const [value, set] = useState<SettingValue>(setting.value)
  const { busy, act } = useAct()
  const changed = String(value) !== String(setting.value)
  const possible = isPossible(setting, value)
  const write = async (next: SettingValue, was: SettingValue | null) => {
    const saved = await act(() => api.changeSettings({ [setting.key]: next }))
    if (!saved) return
    const back = was === null ? null : () => void write(was, null)
    toast(`${title(setting)}: ${words(next)}. ${effective(setting.group)}`, back, 9000)
    reload()
  }
  return (
    <li>
      <div class="grow">
        <strong>{title(setting)}</strong>
        <p class="quiet small">{setting.sentence}</p>
        {!possible && <p class="small wrong">{bounds(setting)}</p>}
        <Changed setting={setting} />
      </div>
      <div class="row">
        <Field label={title(setting)} value={value} onChange={set} />
        {isChanged(setting) && (
          <Button
            look="plain"
            icon="undo"
            disabled={busy}
            onClick={() => void write(setting.default, setting.value)}
          >
            Usual: {words(setting.default)}
          </Button>
        )}
        <Button
          disabled={busy || !changed || !possible}
          aria-label={`Save ${title(setting)}`}
          onClick={() => void write(value, setting.value)}
        >
          Save
        </Button>
      </div>
    </li>
  )
}

function Changed({ setting }: { setting: FullSetting }) {
  if (!setting.changed_at) return null
  return (
    <p class="quiet small">
      Changed {setting.changed_by && `by ${setting.changed_by} `}on{' '}
      {date(setting.changed_at.slice(0, 10))}.
    </p>
  )
}

interface FieldProps {
  label: string
  value: SettingValue
  onChange: (value: SettingValue) => void
}

function Field({ label, value, onChange }: FieldProps) {
  if (typeof value === 'boolean') {
    return (
      <label class="tick">
        <input
          type="checkbox"
          checked={value}
          aria-label={label}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{value ? 'yes' : 'no'}</span>
      </label>
    )
  }
  return (
    <input
      class="cell-input number"
      type="number"
      step="any"
      aria-label={label}
      value={Number.isNaN(value) ? '' : Number(value)}
      onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
    />
  )
}
