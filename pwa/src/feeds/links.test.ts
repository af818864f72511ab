import { expect, test } from 'vitest'
import { googleLink, outlookLink } from './links.ts'

const feed = {
  url: 'https://rounds.example.com/feeds/s-_9.ics',
  webcal: 'webcal://rounds.example.com/feeds/s-_9.ics',
  title: 'Ann & Co: visits',
}

test('Google gets the webcal address, whole, in one parameter', () => {
  const asked = new URL(googleLink(feed))
  expect(asked.host).toBe('calendar.google.com')
  expect([...asked.searchParams]).toEqual([['cid', feed.webcal]])
})

test.each(['office', 'live'] as const)('Outlook (%s) gets the address and its name', (host) => {
  const asked = new URL(outlookLink(feed, host))
  expect(asked.host).toBe(`outlook.${host}.com`)
  expect([...asked.searchParams]).toEqual([
    ['url', feed.url],
    ['name', feed.title],
  ])
})
