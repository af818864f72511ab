import { useEffect, useState } from 'preact/hooks'
import { Button, LinkButton } from '../../ui/button.tsx'
import { sentence } from '../../ui/format.ts'
import { Banner } from '../../ui/pieces.tsx'
import { accountsChanged } from '../accounts/changed.ts'
import * as api from '../api.ts'
import { handedFile, takeHandedFile, tell } from '../around.ts'
import { refusalWords } from '../remote.ts'
import { href } from '../router.ts'
import { about, loadReps } from '../session.ts'
import { Page, Select, Tabs } from '../ui/pieces.tsx'
import type { ImportKind } from '../wire.ts'
import { TakeBack } from './back.tsx'
import { Before } from './before.tsx'
import { DropZone } from './drop-zone.tsx'
import { answered, counts, isOfNoUse, isUnreadable, type Mapping, wouldWrite } from './mapping.ts'
import { MappingTable } from './mapping-table.tsx'
import { Counts, Rows } from './preview.tsx'
import type { ImportPreview } from './wire.ts'

const KINDS: readonly (readonly [ImportKind, string])[] = [
  ['accounts', 'Accounts'],
  ['visits', 'Past visits'],
  ['sales', 'Sales by month'],
  ['touches', 'Colleagues’ touches'],
]

/** A file, its columns, what it would do; only then the button that does it. */
export function ImportScreen() {
  const [kind, choose] = useState<ImportKind>('accounts')
  const [file, setFile] = useState<File | null>(null)
  const [preview, show] = useState<ImportPreview | null>(null)
  const [failure, fail] = useState<Failure | null>(null)
  const [busy, setBusy] = useState<'' | 'reading' | 'applying'>('')

  const send = async (what: Sent) => {
    setBusy(what.apply ? 'applying' : 'reading')
    fail(null)
    const answer = await api.importFile(what.file, what.kind, what.mapping, what.apply)
    setBusy('')
    if (answer.kind !== 'ok') {
      show(null)
      const problems = answer.kind === 'refused' ? answer.problems.map((one) => one.text) : []
      return fail({ text: refusalWords(answer), problems })
    }
    if (isUnreadable(answer.data)) {
      show(null)
      const [first, ...others] = answer.data.problems.map((one) => one.text)
      return fail({ text: first ?? 'This file holds no table.', problems: others })
    }
    show(answer.data)
    tell('previewed')
    if (!answer.data.applied) return
    accountsChanged()
    void loadReps()
  }
  const take = (chosen: File) => {
    setFile(chosen)
    show(null)
    void send({ file: chosen, kind, mapping: null, apply: false })
  }
  const startAnew = () => {
    setFile(null)
    show(null)
  }
  const turn = (next: ImportKind) => {
    choose(next)
    show(null)
    fail(null)
    if (file) void send({ file, kind: next, mapping: null, apply: false })
  }
  useEffect(() => {
    const handed = takeHandedFile()
    if (handed) take(handed)
  }, [handedFile.value])

  return (
    <Page
      title="Import"
      lead="CSV or Excel, as another program wrote it. You see first what it would do."
    >
      <Tabs label="What is in the file" tabs={KINDS} value={kind} onChange={turn} />
      <DropZone file={file} busy={busy !== ''} onFile={take} />
      {about.value?.demo && !preview && (
        <p>
          <LinkButton
            href="/api/demo/sample.csv"
            download="sample.csv"
            look="plain"
            icon="download"
          >
            Download a sample spreadsheet
          </LinkButton>
        </p>
      )}
      {!file && <Understood kind={kind} />}
      {!file && <Before />}
      {busy && <Working busy={busy} />}
      {failure && <Refused failure={failure} />}
      {preview && file && (
        <Result
          preview={preview}
          busy={busy !== ''}
          onMapping={(mapping) => void send({ file, kind, mapping, apply: false })}
          onApply={() => void send({ file, kind, mapping: answered(preview), apply: true })}
          onBack={startAnew}
        />
      )}
    </Page>
  )
}

const UNDERSTOOD: Readonly<Record<ImportKind, string>> = {
  accounts:
    'Only a name is needed. Understood are also: number, rep, class, tier, segment, potential, interval, minutes, opening hours, last visit, contact with phone and e-mail, address, latitude and longitude, season.',
  visits:
    'An account (its number or name) and a date are needed; outcome, rep, minutes and a note are read too.',
  sales:
    'An account, a month or date, and a value are needed; the number of orders and the margin are read too.',
  touches:
    'An account, a date and a kind (ticket, phone, email, event or campaign) are needed; the colleague and a text are read too. A ticket of the last 14 days warns whoever visits.',
}

/** What a file may hold, while there is none. */
function Understood({ kind }: { kind: ImportKind }) {
  return (
    <div class="understood quiet">
      <p>{UNDERSTOOD[kind]}</p>
      <p>
        Columns may have any order and the names other programs give them, in English, German or
        French; in another language you say what the columns hold. The same file twice changes
        nothing the second time.
      </p>
    </div>
  )
}

interface Sent {
  file: File
  kind: ImportKind
  mapping: Mapping | null
  apply: boolean
}

interface Failure {
  text: string
  problems: readonly string[]
}

function Working({ busy }: { busy: 'reading' | 'applying' }) {
  return (
    <p role="status" class="row">
      <progress aria-hidden="true" />
      {busy === 'reading' ? 'Reading the file' : 'Writing; nothing is kept unless all of it is'}
    </p>
  )
}

function Refused({ failure }: { failure: Failure }) {
  return (
    <Banner tone="bad" icon="warning">
      <strong>{failure.text}</strong>
      {failure.problems.slice(0, 5).map((text) => (
        <p key={text}>{text}</p>
      ))}
      <p>Nothing was changed.</p>
    </Banner>
  )
}

interface ResultProps {
  preview: ImportPreview
  busy: boolean
  onMapping: (mapping: Mapping) => void
  onApply: () => void
  onBack: () => void
}

function Result({ preview, busy, onMapping, onApply, onBack }: ResultProps) {
  if (preview.applied) return <Done preview={preview} onBack={onBack} />
  return (
    <>
      <Counts preview={preview} />
      <Apply preview={preview} busy={busy} onApply={onApply} />
      <Questions preview={preview} busy={busy} onMapping={onMapping} />
      <MappingTable
        key={JSON.stringify(preview.mapping)}
        preview={preview}
        busy={busy}
        onMapping={onMapping}
      />
      <Rows preview={preview} />
    </>
  )
}

/** What only a person can know of this file, such as whether 03/04 is in March or in April. */
function Questions({ preview, busy, onMapping }: Omit<ResultProps, 'onApply' | 'onBack'>) {
  return (
    <>
      {(preview.choices ?? []).map((choice) => (
        <section class="card question" key={choice.name}>
          <Select
            label={choice.label}
            value={choice.chosen ?? ''}
            disabled={busy}
            options={[
              ...(choice.chosen ? [] : [['', 'Please choose'] as const]),
              ...choice.options.map((one) => [one, one.replaceAll('-', ' ')] as const),
            ]}
            onChange={(value) => onMapping({ ...answered(preview), [choice.name]: value })}
          />
        </section>
      ))}
    </>
  )
}

function Apply({ preview, busy, onApply }: Omit<ResultProps, 'onMapping' | 'onBack'>) {
  return (
    <section class="apply">
      <div class="row wrap">
        <Button look="primary" disabled={busy || !wouldWrite(preview)} onClick={onApply}>
          {applyWords(preview)}
        </Button>
        <span class="quiet">Nothing has been changed so far.</span>
      </div>
      {counts(preview).refuse > 0 && wouldWrite(preview) && (
        <p class="quiet small">
          The refused rows are left out, the others are written. Mend them in your file and import
          it again: what is already there is not doubled.
        </p>
      )}
      {counts(preview).refuse > 0 && isOfNoUse(preview) && (
        <p class="quiet small">
          Every row is refused. Where one column is to blame, leave it out or say what it holds;
          below stands why.
        </p>
      )}
    </section>
  )
}

function applyWords(preview: ImportPreview): string {
  if (!wouldWrite(preview)) return 'Nothing to write'
  const { add, change, refuse } = counts(preview)
  const words = [
    add > 0 && `Add ${add}`,
    change > 0 && `change ${change}`,
    refuse > 0 && `leave out ${refuse}`,
  ]
  return sentence(words.filter(Boolean).join(', '))
}

function Done({ preview, onBack }: { preview: ImportPreview; onBack: () => void }) {
  const { add, change, unchanged, refuse } = counts(preview)
  return (
    <section class="card stack" role="status">
      <h2>{preview.file_name} is imported.</h2>
      <p>
        {add} added, {change} changed, {unchanged} unchanged
        {refuse > 0 && `, ${refuse} refused and left out`}.
      </p>
      {preview.kind === 'accounts' && (
        <>
          <p class="quiet">What is next:</p>
          <div class="row wrap">
            <LinkButton href={href('accounts', { show: 'unassigned' })}>Unassigned</LinkButton>
            <LinkButton href={href('accounts', { show: 'needs_location' })}>
              Needs a location
            </LinkButton>
            <LinkButton href={href('plans')}>The new plans</LinkButton>
          </div>
        </>
      )}
      {preview.run_id && add + change > 0 && <TakeBack run={preview.run_id} onDone={onBack} />}
      {refuse > 0 && <Rows preview={preview} />}
    </section>
  )
}
