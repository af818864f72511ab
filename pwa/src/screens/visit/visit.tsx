import * as phone from '../../phone.ts'
import { LinkedVisitScreen } from '../lazy.tsx'
import { TodayScreen } from '../today/today.tsx'

/** Where a link from a calendar leads: today's visit with its sheet; others in a screen of theirs. */
export function VisitScreen({ id }: { id: string }) {
  const visit = phone.visit(id)
  if (visit?.on === phone.today.value && !visit.cancelled) return <TodayScreen shown={id} />
  return <LinkedVisitScreen key={id} id={id} />
}
