import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/pieces.tsx'
import { word } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import type { AccountClass, AccountRow, Tier } from '../../wire.ts'
import * as api from '../api.ts'
import { refusalWords } from '../remote.ts'
import { repLabel, reps } from '../session.ts'
import { Input, Select } from '../ui/pieces.tsx'
import {
  type AccountForm,
  change,
  type Faults,
  faults,
  form,
  type Rhythm,
} from './account-change.ts'
import { CLASSES } from './filters.ts'
import { SeasonEditor } from './season-editor.tsx'

interface EditProps {
  account: AccountRow
  onDone: () => void
  onCancel: () => void
  /** Somebody else changed it meanwhile: it must be read again. */
  onStale: () => void
}

const TIERS: readonly Tier[] = ['A', 'B', 'C']

export function EditAccount({ account, onDone, onCancel, onStale }: EditProps) {
  const [now, set] = useState<AccountForm>(form(account))
  const [failure, fail] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const wrong = faults(now)
  const put = (part: Partial<AccountForm>) => set({ ...now, ...part })
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const asked = change(account, now)
    if (!asked) return onCancel()
    setBusy(true)
    const answer = await api.changeAccount(account.id, asked)
    setBusy(false)
    if (answer.kind === 'ok') {
      toast(`${account.name} is saved. Its rep's plan follows.`)
      return onDone()
    }
    if (answer.kind === 'refused' && answer.status === 409) {
      toast(
        'Somebody changed this account meanwhile. It was read again; please look once more.',
        null,
        9000,
      )
      return onStale()
    }
    fail(refusalWords(answer))
  }
  return (
    <form class="stack" noValidate onSubmit={(event) => void save(event)}>
      {failure && (
        <Banner tone="bad" icon="warning">
          {failure}
        </Banner>
      )}
      <Who now={now} put={put} account={account} />
      <Visits now={now} put={put} wrong={wrong} />
      <Input
        label="Product line"
        hint="What it buys: season windows can be given to a line"
        value={now.product_line}
        onInput={(product_line) => put({ product_line })}
      />
      <Place now={now} put={put} wrong={wrong} />
      <SeasonEditor draft={now.windows} onChange={(windows) => put({ windows })} />
      {wrong.windows && <p class="small wrong">{wrong.windows}</p>}
      <label class="tick">
        <input
          type="checkbox"
          checked={now.active}
          onChange={(event) => put({ active: event.currentTarget.checked })}
        />
        <span>Active: inactive accounts are kept, not planned</span>
      </label>
      <div class="row">
        <Button type="submit" look="primary" disabled={busy || Object.keys(wrong).length > 0}>
          {busy ? 'Saving' : 'Save'}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}

interface PartProps {
  now: AccountForm
  put: (part: Partial<AccountForm>) => void
  wrong?: Faults
}

function Who({ now, put, account }: PartProps & { account: AccountRow }) {
  const nobody = account.rep_id ? [] : [['', 'Nobody yet'] as const]
  const known = reps.value.some((rep) => rep.id === account.rep_id)
  const own = reps.value
    .filter((rep) => rep.active || rep.id === account.rep_id)
    .map((rep) => [rep.id, repLabel(rep)] as const)
  const other = account.rep_id && !known ? [[account.rep_id, account.rep ?? ''] as const] : []
  return (
    <div class="columns">
      <Select
        label="Rep"
        value={now.rep_id}
        options={[...nobody, ...other, ...own]}
        onChange={(rep_id) => put({ rep_id })}
      />
      <Select
        label="Class"
        value={now.account_class}
        options={CLASSES.map((one) => [one, word('class', one)] as const)}
        onChange={(value) => put({ account_class: value as AccountClass })}
      />
      <Select
        label="Tier"
        value={now.tier}
        options={TIERS.map((one) => [one, one] as const)}
        onChange={(value) => put({ tier: value as Tier })}
      />
      {now.account_class !== account.account_class && (
        <Input
          label="Why this class"
          hint="Kept with the account's history"
          value={now.why}
          onInput={(why) => put({ why })}
        />
      )}
    </div>
  )
}

const RHYTHMS: readonly (readonly [Rhythm, string])[] = [
  ['table', 'As the cadence table says'],
  ['days', 'Every so many days'],
  ['weekly', 'So many times a week'],
]

function Visits({ now, put, wrong = {} }: PartProps) {
  return (
    <div class="columns">
      <Select
        label="How often"
        value={now.rhythm}
        options={RHYTHMS}
        onChange={(value) => put({ rhythm: value as Rhythm })}
      />
      {now.rhythm !== 'table' && (
        <Input
          label={now.rhythm === 'days' ? 'Days between visits' : 'Visits a week'}
          type="number"
          min="1"
          value={now.interval}
          error={wrong.interval ?? null}
          onInput={(interval) => put({ interval })}
        />
      )}
      <Input
        label="Minutes on site"
        type="number"
        min="1"
        value={now.minutes}
        error={wrong.minutes ?? null}
        onInput={(minutes) => put({ minutes })}
      />
    </div>
  )
}

function Place({ now, put, wrong = {} }: PartProps) {
  return (
    <>
      <Input
        label="Opening hours"
        hint="Like Mo-Fr 10:00-18:00; Sa 10:00-14:00. Empty: as its segment."
        value={now.opening_hours}
        onInput={(opening_hours) => put({ opening_hours })}
      />
      <div class="columns">
        <Input
          label="Latitude"
          value={now.lat}
          error={wrong.lat ?? null}
          onInput={(lat) => put({ lat })}
        />
        <Input
          label="Longitude"
          value={now.lon}
          error={wrong.lon ?? null}
          onInput={(lon) => put({ lon })}
        />
      </div>
    </>
  )
}
