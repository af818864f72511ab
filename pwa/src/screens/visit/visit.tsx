import * as phone from '../../phone.ts'
import { AccountScreen } from '../lazy.tsx'
import { TodayScreen } from '../today/today.tsx'

/** Where a link from a calendar leads: today's visit with its sheet, else its account. */
export function VisitScreen({ id }: { id: string }) {
  const visit = phone.visit(id)
  if (visit && visit.on === phone.today.value) return <TodayScreen shown={id} />
  return <AccountScreen id={visit?.account_id ?? ''} />
}
