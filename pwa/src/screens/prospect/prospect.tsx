import { useEffect, useState } from 'preact/hooks'
import * as acts from '../../acts.ts'
import * as phone from '../../phone.ts'
import { hash } from '../../router.ts'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { isFields, type ProspectArgs } from '../../wire.ts'
import { BackBar } from '../back-bar.tsx'
import { here } from '../today/check-in.ts'
import { offerUndo } from '../today/undo.ts'
import { duplicates } from './alike.ts'

const KEY = 'prospect'

type Typed = Omit<ProspectArgs, 'on'>

const EMPTY: Typed = {
  name: '',
  segment: '',
  address: '',
  city: '',
  zip: '',
  lat: null,
  lon: null,
  contact_name: '',
  phone: '',
  email: '',
  note: '',
}

/** A new account found on the road: kept here at once, on the server when there is signal. */
export function ProspectScreen() {
  const [typed, setTyped] = useState<Typed>(EMPTY)
  const [place, setPlace] = useState<'asking' | 'found' | 'none'>('asking')
  const keep = (more: Partial<Typed>) =>
    setTyped((before) => {
      const next = { ...before, ...more }
      void phone.theStore()?.saveDraft(KEY, next)
      return next
    })
  useEffect(() => {
    const begin = async () => {
      const kept = await phone.theStore()?.draft(KEY)
      if (isFields(kept)) setTyped({ ...EMPTY, ...kept })
      const at = await here()
      setPlace(at ? 'found' : 'none')
      if (at) keep({ lat: at.lat, lon: at.lon })
    }
    void begin()
  }, [])
  const known = [...phone.rows.value.accounts.values(), ...phone.added.value.values()]
  const alike = typed.name.trim().length > 2 ? duplicates(typed, known) : []
  return (
    <main class="screen" id="main">
      <BackBar title={t('prospect.title')} />
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          void save(typed)
        }}
      >
        <Text of="name" typed={typed} keep={keep} required />
        {alike.length > 0 && (
          <Banner tone="warn" icon="accounts">
            <strong>{t('prospect.alike')}</strong>
            <ul>
              {alike.map((account) => (
                <li key={account.id}>
                  <a class="inline-link" href={hash({ screen: 'account', id: account.id })}>
                    {[account.name, account.city].filter(Boolean).join(', ')}
                  </a>
                </li>
              ))}
            </ul>
          </Banner>
        )}
        <p class="quiet small" role="status">
          {t(`prospect.place_${place}`)}
        </p>
        <Text of="address" typed={typed} keep={keep} />
        <Text of="city" typed={typed} keep={keep} />
        <Text of="contact_name" typed={typed} keep={keep} />
        <Text of="phone" typed={typed} keep={keep} mode="tel" />
        <Text of="email" typed={typed} keep={keep} mode="email" />
        <label class="field">
          <span>{t('report.note')}</span>
          <textarea
            value={typed.note}
            maxLength={4000}
            onInput={(event) => keep({ note: event.currentTarget.value })}
          />
        </label>
        <div class="form-end">
          <Button look="primary" icon="check" wide type="submit">
            {t('prospect.save')}
          </Button>
        </div>
      </form>
    </main>
  )
}

interface TextProps {
  of: 'name' | 'address' | 'city' | 'contact_name' | 'phone' | 'email'
  typed: Typed
  keep: (more: Partial<Typed>) => void
  mode?: 'text' | 'tel' | 'email'
  required?: boolean
}

function Text({ of, typed, keep, mode = 'text', required = false }: TextProps) {
  return (
    <label class="field">
      <span>{t(`prospect.${of}`)}</span>
      <input
        name={of}
        inputMode={mode}
        required={required}
        maxLength={200}
        autoComplete="off"
        value={typed[of]}
        onInput={(event) => keep({ [of]: event.currentTarget.value })}
      />
    </label>
  )
}

async function save(typed: Typed): Promise<void> {
  const saved = await acts.addProspect({
    ...typed,
    name: typed.name.trim(),
    on: phone.today.value,
  })
  if (!saved.ok) return toast(t('report.failed', { why: saved.why }))
  await phone.theStore()?.dropDraft(KEY)
  offerUndo(t('prospect.saved', { name: saved.value.label }), saved.value.item.id)
  location.replace(hash({ screen: 'account', id: saved.value.item.about ?? '' }))
}
