// Says which times a calendar fills, by ical.js, Thunderbird's parser: a second opinion for the
// tests of busy times. Reads one question a line, {text, zone, first, last} with seconds of the
// epoch, and prints one answer a line: [[start, end], …], merged.
import { createInterface } from 'node:readline'
import ICAL from 'ical.js'

const text = (component, name) => String(component.getFirstPropertyValue(name) ?? '').toUpperCase()

function fills(component) {
  return (
    text(component, 'status') !== 'CANCELLED' &&
    text(component, 'transp') !== 'TRANSPARENT' &&
    text(component, 'x-microsoft-cdo-busystatus') !== 'FREE'
  )
}

/** Seconds by which a zone's clock is ahead of UTC at an instant. */
function ahead(zone, instant) {
  const shown = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant * 1000)
  const part = (type) => Number(shown.find((one) => one.type === type).value)
  const clock = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return clock / 1000 - instant
}

/** A time without a zone is the owner's: what the clock skips is read by the offset before it. */
function instant(time, zone) {
  const floats = time.isDate || time.zone === ICAL.Timezone.localTimezone
  if (!floats) return time.toUnixTime()
  const clock =
    Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second) / 1000
  const before = ahead(zone, clock - 86_400)
  const after = ahead(zone, clock + 86_400)
  for (const offset of [before, after]) {
    if (ahead(zone, clock - offset) === offset) return clock - offset
  }
  return clock - before
}

function* occurrences(calendar, zone, last) {
  const groups = new Map()
  for (const component of calendar.getAllSubcomponents('vevent')) {
    const uid = component.getFirstPropertyValue('uid') ?? Symbol('none')
    groups.set(uid, [...(groups.get(uid) ?? []), component])
  }
  for (const group of groups.values()) {
    const isOverride = (one) => one.hasProperty('recurrence-id')
    const overrides = group.filter(isOverride)
    const masters = group.filter((one) => !isOverride(one))
    if (masters.length === 0) for (const one of overrides) yield single(one)
    for (const one of masters) yield* expanded(one, overrides, zone, last)
  }
}

function single(component) {
  const event = new ICAL.Event(component, { exceptions: [], strictExceptions: true })
  return { component, start: event.startDate, end: event.endDate }
}

function* expanded(master, overrides, zone, last) {
  const event = new ICAL.Event(master, { exceptions: overrides })
  if (!event.isRecurring()) return yield single(master)
  const steps = event.iterator()
  for (let next = steps.next(); next; next = steps.next()) {
    if (instant(next, zone) > last + 40 * 86_400) return
    const one = event.getOccurrenceDetails(next)
    yield { component: one.item.component, start: one.startDate, end: one.endDate }
  }
}

function* freeBusy(calendar) {
  for (const component of calendar.getAllSubcomponents('vfreebusy')) {
    for (const property of component.getAllProperties('freebusy')) {
      if (String(property.getParameter('fbtype') ?? 'BUSY').toUpperCase() === 'FREE') continue
      for (const period of property.getValues()) yield { start: period.start, end: period.getEnd() }
    }
  }
}

function* intervals({ text: written, zone, first, last }) {
  const calendar = new ICAL.Component(ICAL.parse(written))
  for (const one of [...occurrences(calendar, zone, last), ...freeBusy(calendar)]) {
    if (one.component && !fills(one.component)) continue
    const [start, end] = [instant(one.start, zone), instant(one.end, zone)]
    if (start < end && start < last && end > first) yield [start, end]
  }
}

function merged(found) {
  const kept = []
  for (const [start, end] of found.sort((a, b) => a[0] - b[0])) {
    const before = kept.at(-1)
    if (before && start <= before[1]) before[1] = Math.max(before[1], end)
    else kept.push([start, end])
  }
  return kept
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(merged([...intervals(JSON.parse(line))]))}\n`)
}
