import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { date, duration } from '../../ui/format.ts'
import type { IsoDate } from '../../wire.ts'
import { useRemote } from '../remote.ts'
import { today } from '../session.ts'
import { Shown } from '../ui/pieces.tsx'
import { type Column, Table } from '../ui/table.tsx'
import type { Rep } from '../wire.ts'
import * as api from './api.ts'
import { dayWords, fill, inWords, width } from './weeks.ts'
import type { HoursDay, HoursWeek } from './wire.ts'

interface StripProps {
  rep: Rep
  planId: string
  chosen: IsoDate | null
  onChoose: (on: IsoDate) => void
}

/** Thirteen weeks, day by day: how much of the hours there the plan takes. A click opens the day. */
export function HoursCard({ rep, planId, chosen, onChoose }: StripProps) {
  const [table, showTable] = useState(false)
  const hours = useRemote(`${rep.id} ${planId} ${today.value}`, () => api.hours(rep.id))
  return (
    <section class="card" aria-label="Hours of each day">
      <div class="row between">
        <h2>{rep.name}: hours of each day</h2>
        <Button look="plain" aria-pressed={table} onClick={() => showTable(!table)}>
          {table ? 'As bars' : 'As a table'}
        </Button>
      </div>
      <Shown of={hours} label="Counting the hours">
        {({ weeks }) => (
          <>
            <p class="quiet">{inWords(weeks)}</p>
            {table ? (
              <HoursTable weeks={weeks} onChoose={onChoose} />
            ) : (
              <Strip weeks={weeks} chosen={chosen} onChoose={onChoose} />
            )}
          </>
        )}
      </Shown>
    </section>
  )
}

type ShownWeeks = Omit<StripProps, 'rep' | 'planId'> & { weeks: readonly HoursWeek[] }

/** Each field's number is its stops, its bar how full the day is; past 100 % it is hatched. */
function Strip({ weeks, chosen, onChoose }: ShownWeeks) {
  const days = width(weeks)
  return (
    <div class="strip">
      {weeks.map((week) => (
        <div class="strip-week" key={week.first}>
          <span class="small quiet number">{date(week.first).replace(/^\S+ /, '')}</span>
          {week.days.slice(0, days).map((day) => (
            <Field
              key={day.on}
              day={day}
              planned={week.planned}
              chosen={day.on === chosen}
              onChoose={onChoose}
            />
          ))}
        </div>
      ))}
    </div>
  )
}

interface FieldProps {
  day: HoursDay
  planned: boolean
  chosen: boolean
  onChoose: (on: IsoDate) => void
}

function Field({ day, planned, chosen, onChoose }: FieldProps) {
  const label = dayWords(day, planned)
  if (day.needed_s === 0 && day.stops + day.calls === 0) {
    return <span class={day.there_s > 0 ? 'strip-day' : 'strip-day free'} title={label} />
  }
  const share = fill(day)
  return (
    <button
      type="button"
      class={share > 1 ? 'strip-day over' : 'strip-day'}
      aria-label={label}
      aria-pressed={chosen}
      title={label}
      onClick={() => onChoose(day.on)}
    >
      <span class="strip-bar" style={{ height: `${Math.round(100 * Math.min(1, share))}%` }} />
      <span class="strip-number">{day.stops || '☎'}</span>
    </button>
  )
}

interface Row extends HoursDay {
  week: HoursWeek | null
}

function HoursTable({ weeks, onChoose }: Omit<ShownWeeks, 'chosen'>) {
  const rows: Row[] = weeks.flatMap((week) => [
    { ...sum(week), week },
    ...week.days
      .filter((day) => day.there_s > 0 || day.needed_s > 0 || day.why !== 'no working day')
      .map((day) => ({ ...day, week: null })),
  ])
  return (
    <Table
      label="Hours of each day"
      columns={columns(onChoose)}
      rows={rows}
      id={(row) => `${row.week ? 'week' : 'day'} ${row.on}`}
      rowClass={(row) => (row.week ? 'sum' : '')}
    />
  )
}

/** A week as the row over its days. */
function sum(week: HoursWeek): HoursDay {
  const all = (value: (day: HoursDay) => number) =>
    week.days.reduce((total, day) => total + value(day), 0)
  return {
    on: week.first,
    stops: all((day) => day.stops),
    calls: all((day) => day.calls),
    service_s: all((day) => day.service_s),
    travel_s: all((day) => day.travel_s),
    needed_s: week.needed_s,
    there_s: week.there_s,
    why: week.planned ? '' : 'not planned yet',
  }
}

function columns(onChoose: (on: IsoDate) => void): Column<Row>[] {
  return [
    {
      key: 'on',
      label: 'Day',
      cell: (row) =>
        row.week ? (
          `Week from ${date(row.on, today.value)}`
        ) : (
          <button type="button" class="figure" onClick={() => onChoose(row.on)}>
            {date(row.on, today.value)}
          </button>
        ),
    },
    { key: 'stops', label: 'Stops', number: true, cell: (row) => row.stops },
    { key: 'calls', label: 'Calls', number: true, minor: true, cell: (row) => row.calls },
    { key: 'drive', label: 'Driving', number: true, minor: true, cell: (r) => short(r.travel_s) },
    { key: 'needed', label: 'Planned', number: true, cell: (row) => short(row.needed_s) },
    { key: 'there', label: 'There', number: true, cell: (row) => short(row.there_s) },
    {
      key: 'required',
      label: 'Required',
      number: true,
      title: 'What the cadences ask of the week, as in the year',
      cell: (row) => (row.week ? short(row.week.required_s) : ''),
    },
    { key: 'why', label: '', minor: true, cell: (row) => row.why },
  ]
}

const short = (seconds: number) => (seconds === 0 ? '–' : duration(seconds))
