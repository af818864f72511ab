// Reads a calendar from standard input with ical.js, Thunderbird's parser, and prints its events:
// a second opinion for the tests of the calendar writer.
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')))
const events = calendar.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component)
  return {
    uid: event.uid,
    summary: event.summary,
    location: event.location,
    description: event.description,
    start: event.startDate.toUnixTime(),
    end: event.endDate.toUnixTime(),
    sequence: event.sequence,
    status: component.getFirstPropertyValue('status'),
  }
})
process.stdout.write(JSON.stringify(events))
