import { expect, test } from 'vitest'
import type { SeasonState } from '../../wire.ts'
import { DAYS, dayNumber, dayOf, MONTH_STARTS, moved, RAMP_D, runsOf, statesOf } from './year.ts'

const window = (state: SeasonState, start: string, end: string) => ({ state, start, end })
const on = (states: readonly SeasonState[], day: string) => states[dayNumber(day)]

test('every day of the year is read as it is written', () => {
  for (let day = 0; day < DAYS; day++) expect(dayNumber(dayOf(day))).toBe(day)
  expect(MONTH_STARTS.map(dayOf).every((day) => day.endsWith('-01'))).toBe(true)
})

test('29 February is the 28th, and days beyond the year go round it', () => {
  expect(dayNumber('02-29')).toBe(dayNumber('02-28'))
  expect(dayOf(-1)).toBe('12-31')
  expect(dayOf(DAYS)).toBe('01-01')
})

test('without windows all year is in season', () => {
  expect(new Set(statesOf([]))).toEqual(new Set(['in']))
})

test('a summer has a ramp of six weeks before it and nothing else', () => {
  const states = statesOf([window('in', '06-01', '08-31')])
  expect(states.filter((state) => state === 'ramp')).toHaveLength(RAMP_D)
  expect(on(states, '05-31')).toBe('ramp')
  expect(on(states, '04-19')).toBe('off')
  expect(on(states, '09-01')).toBe('off')
})

test('a winter goes round the new year', () => {
  const states = statesOf([window('in', '12-15', '03-31')])
  expect(on(states, '01-01')).toBe('in')
  expect(on(states, '12-14')).toBe('ramp')
})

test('off wins over peak, peak over in; off windows alone leave the rest in season', () => {
  const states = statesOf([
    window('off', '07-01', '07-02'),
    window('peak', '06-01', '08-31'),
    window('in', '05-01', '09-30'),
  ])
  expect([on(states, '05-15'), on(states, '06-15'), on(states, '07-01')]).toEqual([
    'in',
    'peak',
    'ramp',
  ])
  expect(on(statesOf([window('off', '01-01', '02-28')]), '06-01')).toBe('in')
})

test('the ramp is as long as the settings say', () => {
  const summer = [window('in', '06-01', '08-31')]
  const states = statesOf(summer, 14)
  expect(states.filter((state) => state === 'ramp')).toHaveLength(14)
  expect(statesOf(summer, 0)).not.toContain('ramp')
})

test('a ramp fills a short gap and no more', () => {
  const states = statesOf([window('in', '06-11', '05-31')])
  expect(runsOf(states)).toEqual([
    { state: 'in', from: 0, days: dayNumber('06-01') },
    { state: 'ramp', from: dayNumber('06-01'), days: 10 },
    { state: 'in', from: dayNumber('06-11'), days: DAYS - dayNumber('06-11') },
  ])
})

test('the runs of a year are all its days', () => {
  const runs = runsOf(statesOf([window('in', '11-01', '02-28'), window('peak', '06-01', '06-30')]))
  expect(runs.reduce((sum, run) => sum + run.days, 0)).toBe(DAYS)
})

test('an end is moved, the other stays', () => {
  const summer = window('in', '06-01', '08-31')
  expect(moved(summer, 'start', dayNumber('06-01') - 1)).toEqual(window('in', '05-31', '08-31'))
  expect(moved(summer, 'end', dayNumber('12-31') + 1).end).toBe('01-01')
})
