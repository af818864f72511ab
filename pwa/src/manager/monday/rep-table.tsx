import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { ago, date } from '../../ui/format.ts'
import { choose, href } from '../router.ts'
import { nowMs, today } from '../session.ts'
import { type Column, Table } from '../ui/table.tsx'
import { HoursStrip } from './strip.tsx'
import type { ListName, MondayRep } from './wire.ts'
import { changeWords, hours, percent, rounded } from './words.ts'

/** A row a rep; every number opens its list below, the name opens the rep's plan. */
export function Reps({ reps }: { reps: readonly MondayRep[] }) {
  const [weeks, showWeeks] = useState(false)
  return (
    <section class="stack monday-reps">
      <div class="row between">
        <h2>Reps</h2>
        <Button look="plain" aria-pressed={weeks} onClick={() => showWeeks(!weeks)}>
          {weeks ? 'As rows' : 'Hours as a table'}
        </Button>
      </div>
      {weeks ? (
        <WeekTable reps={reps} />
      ) : (
        <Table label="Each rep" columns={COLUMNS} rows={reps} id={(rep) => rep.rep_id} />
      )}
    </section>
  )
}

interface OpenerProps {
  rep: MondayRep
  list: ListName
  label: string
  text: string
}

function Opener({ rep, list, label, text }: OpenerProps) {
  return (
    <button
      type="button"
      class="figure"
      aria-label={`${rep.rep}, ${label}: ${text}. Show the list`}
      onClick={() => choose({ list, rep: rep.rep_id, class: null })}
    >
      {text}
    </button>
  )
}

const COLUMNS: readonly Column<MondayRep>[] = [
  {
    key: 'rep',
    label: 'Rep',
    cell: (rep) => <a href={href('plans', { rep: rep.rep_id })}>{rep.rep}</a>,
  },
  {
    key: 'hours',
    label: 'Hours, 13 weeks',
    cell: (rep) => (
      <a class="strip-link" href={href('plans', { view: 'year', rep: rep.rep_id })}>
        <HoursStrip rep={rep} />
        <span class="small number">{percent(rep.share)}</span>
      </a>
    ),
  },
  {
    key: 'attainment',
    label: 'Attainment',
    number: true,
    title: 'Four weeks, against the four before',
    cell: (rep) => (
      <>
        <Opener rep={rep} list="required" label="attainment" text={percent(rep.attainment)} />
        <span class="small quiet note">{changeWords(rep.attainment, rep.attainment_before)}</span>
      </>
    ),
  },
  {
    key: 'overdue',
    label: 'Overdue value',
    number: true,
    cell: (rep) => (
      <>
        <Opener rep={rep} list="overdue" label="overdue value" text={rounded(rep.overdue_value)} />
        <span class="small quiet note">
          {rep.overdue} {rep.overdue === 1 ? 'account' : 'accounts'}
        </span>
      </>
    ),
  },
  {
    key: 'unreported',
    label: 'Not reported',
    number: true,
    title: 'Planned visits of past days that nobody reported, two weeks back',
    cell: (rep) => (
      <Opener rep={rep} list="unreported" label="not reported" text={String(rep.unreported)} />
    ),
  },
  {
    key: 'sync',
    label: 'Last sync',
    minor: true,
    cell: (rep) => <Sync rep={rep} />,
  },
]

function Sync({ rep }: { rep: MondayRep }) {
  if (!rep.last_sync) return <span class="quiet">never</span>
  const days = rep.silent_days ?? 0
  return (
    <>
      {ago(Date.parse(rep.last_sync), nowMs())}
      {days >= 2 && <span class="small wrong note">{days} working days silent</span>}
    </>
  )
}

/** The strips as numbers: what each week asks for of what is there. */
function WeekTable({ reps }: { reps: readonly MondayRep[] }) {
  const weeks = reps[0]?.weeks ?? []
  const columns: Column<(typeof weeks)[number]>[] = [
    { key: 'week', label: 'Week from', cell: (week) => date(week.first, today.value) },
    ...reps.map((rep) => ({
      key: rep.rep_id,
      label: rep.rep,
      number: true,
      cell: (week: { first: string }) => {
        const own = rep.weeks.find((one) => one.first === week.first)
        if (!own) return '–'
        const over = (own.share ?? 0) > 1
        return (
          <>
            {percent(own.share)}
            <span class={over ? 'small wrong note' : 'small quiet note'}>
              {hours(own.required_min)} of {hours(own.available_min)}
              {over && ', over'}
            </span>
          </>
        )
      },
    })),
  ]
  return <Table label="Hours by week" columns={columns} rows={weeks} id={(week) => week.first} />
}
