import { addDays } from '../../dates.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { date } from '../../ui/format.ts'
import { toast } from '../../ui/toast.tsx'
import { useRemote } from '../remote.ts'
import { choose, href, route } from '../router.ts'
import { today } from '../session.ts'
import { Page, Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import * as api from './api.ts'
import './digest.css'
import { mailTo } from './mail.ts'

/** A complete week on a page that can be printed, copied and sent. */
export function DigestScreen() {
  const { week } = route.value.query
  const found = useRemote(`digest ${week} ${today.value}`, () => api.digest(week))
  return (
    <Page
      title="The week in a page"
      lead={found.data && `${date(found.data.first)} to ${date(found.data.last, today.value)}`}
      actions={found.data && <Acts of={found.data} />}
    >
      <Shown of={found} label="Writing the page">
        {(data) => <Whole of={data} />}
      </Shown>
    </Page>
  )
}

function Acts({ of }: { of: api.Digest }) {
  const next = addDays(of.last, 7)
  return (
    <>
      <Button icon="back" onClick={() => choose({ week: addDays(of.first, -7) })}>
        Week before
      </Button>
      {next < today.value && (
        <Button icon="next" onClick={() => choose({ week: next })}>
          Week after
        </Button>
      )}
      <Button icon="copy" onClick={() => void copy(of.text)}>
        Copy as text
      </Button>
      <LinkButton icon="mail" href={mailTo(of)}>
        Mail
      </LinkButton>
      <Button look="plain" icon="print" round aria-label="Print" onClick={() => print()} />
    </>
  )
}

async function copy(text: string) {
  try {
    await navigator.clipboard.writeText(text)
    toast('The page is copied as text.')
  } catch {
    toast('The browser did not allow copying. Print it, or mail it.')
  }
}

const COLUMNS: readonly Column<api.Digest['figures'][number]>[] = [
  { key: 'label', label: 'Figure', cell: (row) => row.label },
  { key: 'now', label: 'This week', number: true, cell: (row) => row.now },
  { key: 'before', label: 'Week before', number: true, cell: (row) => row.before },
  { key: 'change', label: 'Change', number: true, cell: (row) => row.change },
]

function Whole({ of }: { of: api.Digest }) {
  return (
    <div class="digest">
      <section class="card stack">
        <h2>Achieved</h2>
        <Table label="Achieved" columns={COLUMNS} rows={of.figures} id={(row) => row.label} />
        <p class="quiet small">
          {of.kept
            ? 'As it was kept on the two Sundays; it does not change any more.'
            : 'Counted now: one of the two Sundays was not kept.'}
        </p>
      </section>
      <section class="card stack">
        <h2>Each rep</h2>
        <ul class="plain-list">
          {of.reps.map((one) => (
            <li key={one.rep_id}>
              <a href={href('plans', { rep: one.rep_id })}>
                <strong>{one.rep}</strong>
              </a>
              : {one.line}
            </li>
          ))}
        </ul>
      </section>
      <Lines title="New exceptions" lines={of.new} none="None is new." />
      <Lines title="Gone exceptions" lines={of.gone} none="None has gone." />
      <Lines
        title="Decided"
        lines={of.decisions.map((one) => `${one.who} ${one.text}`)}
        none="Nothing was decided."
      />
      <Lines title="Next week" lines={of.coming} none="Nothing out of the ordinary." />
    </div>
  )
}

function Lines({ title, lines, none }: { title: string; lines: readonly string[]; none: string }) {
  return (
    <section class="card stack">
      <h2>{title}</h2>
      {lines.length === 0 ? (
        <p class="quiet">{none}</p>
      ) : (
        <ul class="plain-list">
          {lines.map((line, at) => (
            <li key={`${at} ${line}`}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
