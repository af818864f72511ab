import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'
import * as api from '../api.ts'
import { useRemote } from '../remote.ts'
import { Shown } from '../ui/pieces.tsx'
import { useAct } from '../ui/use-act.ts'
import type { Setting, SettingValue } from '../wire.ts'

/** What holds for the whole company; every setting says itself what it does. */
export function BusinessSettings() {
  const settings = useRemote('settings', api.settings)
  return (
    <section class="card stack">
      <h2>Planning</h2>
      <Shown of={settings} label="Looking up the settings">
        {({ items }) => (
          <ul class="settings">
            {items.map((one) => (
              <Row key={`${one.key} ${one.value}`} setting={one} reload={settings.reload} />
            ))}
          </ul>
        )}
      </Shown>
    </section>
  )
}

function Row({ setting, reload }: { setting: Setting; reload: () => void }) {
  const [value, set] = useState<SettingValue>(setting.value)
  const { busy, act } = useAct()
  const changed = String(value) !== String(setting.value)
  const save = async (next: SettingValue) => {
    const saved = await act(() => api.changeSettings({ [setting.key]: next }))
    if (!saved) return
    toast('Saved; the next plan keeps to it.')
    reload()
  }
  const label = setting.key.replaceAll('_', ' ')
  return (
    <li>
      <div class="grow">
        <strong>{label}</strong>
        <p class="quiet small">{setting.sentence}</p>
        {String(setting.value) !== String(setting.default) && (
          <p class="quiet small">Usually {String(setting.default)}.</p>
        )}
      </div>
      <div class="row">
        <Field label={label} value={value} onChange={set} />
        <Button disabled={busy || !changed} onClick={() => void save(value)}>
          Save
        </Button>
      </div>
    </li>
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
  if (Array.isArray(value)) {
    return (
      <>
        {value.map((one, at) => (
          <NumberInput
            key={at}
            label={`${label}, ${at === 0 ? 'least' : 'most'}`}
            value={one}
            onChange={(next) => onChange(value.map((old, other) => (other === at ? next : old)))}
          />
        ))}
      </>
    )
  }
  return <NumberInput label={label} value={Number(value)} onChange={onChange} />
}

interface NumberProps {
  label: string
  value: number
  onChange: (value: number) => void
}

function NumberInput({ label, value, onChange }: NumberProps) {
  return (
    <input
      class="cell-input number"
      type="number"
      aria-label={label}
      value={value}
      onInput={(event) => onChange(Number(event.currentTarget.value))}
    />
  )
}
