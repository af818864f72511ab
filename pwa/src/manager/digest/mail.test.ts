import { expect, test } from 'vitest'
import { mailTo } from './mail.ts'

test('a mail carries subject and text', () => {
  expect(mailTo({ subject: 'Rounds', text: 'a\nb & c' })).toBe(
    'mailto:?subject=Rounds&body=a%0D%0Ab%20%26%20c',
  )
})

test('of a long text the last lines are left out, and that is said', () => {
  const mail = mailTo({ subject: 'Rounds', text: 'äöü is a line\n'.repeat(400) })
  expect(mail.length).toBeLessThanOrEqual(1800)
  expect(decodeURIComponent(mail)).toMatch(/is a line\r\n\.\.\.$/)
})
