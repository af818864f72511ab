import { beforeAll, expect, test } from 'vitest'
import { loadMoreTexts } from '../ui/t.ts'
import type { BusyTime, OtherCalendar } from '../wire.ts'
import { beginsWords, problemWords, questions, stateWords, whenWords } from './words.ts'

beforeAll(loadMoreTexts)

const NOW = Date.parse('2026-05-05T12:40:00Z')
const ZONE = 'America/Chicago'

function calendar(changes: Partial<OtherCalendar> = {}): OtherCalendar {
  return {
    id: 'c',
    rep_id: 'r',
    name: 'Work',
    all_day_off: true,
    titles: false,
    created_at: '2026-05-01T00:00:00Z',
    tried_at: '2026-05-05T12:30:00Z',
    read_at: '2026-05-05T12:30:00Z',
    problem: '',
    problem_text: '',
    unread: [],
    times: 3,
    state: 'done',
    progress: '',
    ...changes,
  }
}

function time(changes: Partial<BusyTime> = {}): BusyTime {
  return {
    id: 'b',
    calendar_id: 'c',
    calendar: 'Work',
    start: '2026-05-06T15:00:00Z',
    end: '2026-05-06T16:00:00Z',
    all_day: false,
    title: '',
    account: null,
    choices: [],
    ...changes,
  }
}

test('a calendar says how old its copy is and how much it fills', () => {
  expect(stateWords(calendar(), NOW)).toMatch(/^Read 10 min\.? ago · 3 busy times$/)
  expect(stateWords(calendar({ read_at: null }), NOW)).toBe('Not read yet')
})

test('while it is read it says how far that is', () => {
  expect(stateWords(calendar({ state: 'running', progress: 'fetching' }), NOW)).toBe('Fetching …')
  expect(stateWords(calendar({ state: 'waiting' }), NOW)).toBe('Waiting to be read …')
})

test('a problem this page has no words for is told in the words of the server', () => {
  expect(problemWords(calendar({ problem: 'gone' }))).toMatch(/no longer there/)
  expect(problemWords(calendar({ problem: 'new', problem_text: 'Something new.' }))).toBe(
    'Something new.',
  )
  expect(problemWords(calendar())).toBe('')
})

test('times are those of the rep, a whole day has none', () => {
  expect(whenWords(time(), ZONE, '2026-05-05')).toBe('Wed 6 May, 10:00–11:00')
  const day = { start: '2026-05-06T05:00:00Z', end: '2026-05-07T05:00:00Z', all_day: true }
  expect(whenWords(time(day), ZONE, '2026-05-05')).toBe('Wed 6 May')
})

test('a night ends on its own date', () => {
  const night = { start: '2026-05-07T03:00:00Z', end: '2026-05-07T07:00:00Z' }
  expect(whenWords(time(night), ZONE, '2026-05-05')).toBe('Wed 6 May, 22:00–Thu 7 May 02:00')
})

test('what cannot be read is dated where it has a date', () => {
  expect(beginsWords('20260506T150000Z', '2026-05-05')).toBe('Wed 6 May')
  expect(beginsWords('soon', '2026-05-05')).toBe('soon')
})

test('only events with choices are asked about', () => {
  const asked = time({ choices: [{ id: 'a', name: 'Luna' }] })
  expect(questions([time(), asked])).toEqual([asked])
})
