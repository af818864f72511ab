import { Input, Select } from '../ui/pieces.tsx'
import { type DayForm, type RepForm, WEEKDAYS } from './week.ts'

interface FieldsProps {
  form: RepForm
  put: (part: Partial<RepForm>) => void
}

export function RepFields({ form, put }: FieldsProps) {
  const setDay = (at: number, change: Partial<DayForm>) =>
    put({ days: form.days.map((day, other) => (other === at ? { ...day, ...change } : day)) })
  return (
    <>
      <Input
        label="Base: where the days begin and end"
        value={form.base_label}
        onInput={(base_label) => put({ base_label })}
      />
      <div class="columns">
        <Input label="Latitude" value={form.lat} onInput={(lat) => put({ lat })} />
        <Input label="Longitude" value={form.lon} onInput={(lon) => put({ lon })} />
      </div>
      <fieldset class="week-form">
        <legend>Working hours</legend>
        {form.days.map((day, at) => (
          <Day
            key={WEEKDAYS[at]}
            name={WEEKDAYS[at] ?? ''}
            day={day}
            onChange={(change) => setDay(at, change)}
          />
        ))}
      </fieldset>
      <div class="columns">
        <Input
          label="Lunch, minutes"
          type="number"
          min="0"
          value={form.lunch_minutes}
          onInput={(lunch_minutes) => put({ lunch_minutes })}
        />
        <Input
          label="From"
          type="time"
          value={form.lunch_from}
          onInput={(lunch_from) => put({ lunch_from })}
        />
        <Input
          label="Until"
          type="time"
          value={form.lunch_to}
          onInput={(lunch_to) => put({ lunch_to })}
        />
      </div>
      <div class="columns">
        <Select
          label="Time zone"
          value={form.zone}
          options={zones(form.zone).map((one) => [one, one.replaceAll('_', ' ')] as const)}
          onChange={(zone) => put({ zone })}
        />
        <Input
          label="Holidays of"
          hint="Two letters, like US"
          value={form.country}
          onInput={(country) => put({ country })}
        />
        <Input
          label="State or part"
          hint="Like WI; empty for none"
          value={form.subdivision}
          onInput={(subdivision) => put({ subdivision })}
        />
      </div>
      <label class="tick">
        <input
          type="checkbox"
          checked={form.auto_publish}
          onChange={(event) => put({ auto_publish: event.currentTarget.checked })}
        />
        <span>New plans publish themselves; else they wait as drafts for a manager</span>
      </label>
    </>
  )
}

/** The zones this browser knows; the rep's own first, should it not be among them. */
function zones(own: string): string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return known.includes(own) ? known : [own, ...known]
}

interface DayProps {
  name: string
  day: DayForm
  onChange: (change: Partial<DayForm>) => void
}

function Day({ name, day, onChange }: DayProps) {
  return (
    <div class="row week-row">
      <label class="tick">
        <input
          type="checkbox"
          checked={day.works}
          onChange={(event) => onChange({ works: event.currentTarget.checked })}
        />
        <span>{name}</span>
      </label>
      {day.works ? (
        <>
          <Input
            label={`${name} from`}
            hideLabel
            type="time"
            value={day.start}
            onInput={(start) => onChange({ start })}
          />
          <span>–</span>
          <Input
            label={`${name} until`}
            hideLabel
            type="time"
            value={day.end}
            onInput={(end) => onChange({ end })}
          />
        </>
      ) : (
        <span class="quiet">free</span>
      )}
    </div>
  )
}
