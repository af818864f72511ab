import type { OutboxRow } from '../../outbox.ts'
import type { FeedbackRow } from '../../wire.ts'

/** The words to the manager that stand, the latest first; here one is gone when it is taken back. */
export function words(
  known: Iterable<FeedbackRow>,
  outbox: readonly OutboxRow[],
): readonly FeedbackRow[] {
  const taken = new Set(
    outbox.flatMap(({ item }) => (item.kind === 'withdraw' ? [item.args.of] : [])),
  )
  return [...known]
    .filter((row) => !row.withdrawn && !taken.has(row.id))
    .sort((a, b) => b.received_at.localeCompare(a.received_at))
}
