import type { OutboxRow } from '../../outbox.ts'

/** Saves what has not arrived as a file: readable by a person, and by whoever imports it later. */
export function saveOutboxFile(rows: readonly OutboxRow[]): void {
  const content = JSON.stringify(
    rows.map(({ item, label, state, code, text }) => ({
      account: label,
      state,
      code,
      text,
      ...item,
    })),
    null,
    2,
  )
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/json' }))
  link.download = `rounds-outbox-${new Date().toISOString().slice(0, 10)}.json`
  link.click()
  // The download reads the address a moment later.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
