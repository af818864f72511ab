import { Calendars } from '../calendars/calendars.tsx'
import { lazy } from '../lazy.tsx'
import { choose, route } from '../router.ts'
import { Page, Tabs } from '../ui/pieces.tsx'
import { BusinessSettings } from './business.tsx'
import { CadenceTable } from './cadence.tsx'
import { Devices } from './devices.tsx'
import { OverloadPolicies } from './overload.tsx'
import { Segments } from './segments.tsx'

const AuditLog = lazy(() => import('./log.tsx').then((file) => file.AuditLog), 'The audit log')
const PersonalData = lazy(
  () => import('./personal.tsx').then((file) => file.PersonalData),
  'Personal data',
)

const PARTS = [
  ['cadence', 'Cadence'],
  ['segments', 'Segments and seasons'],
  ['company', 'Rules'],
  ['calendars', 'Calendars'],
  ['devices', 'Signed-in devices'],
  ['log', 'Audit log'],
  ['personal', 'Personal data'],
] as const
type Part = (typeof PARTS)[number][0]

export function SettingsScreen() {
  const part: Part = PARTS.find(([name]) => name === route.value.query.part)?.[0] ?? 'cadence'
  return (
    <Page
      title="Settings"
      lead="What holds for the whole company. Each change says from when it counts."
    >
      <Tabs label="Part" tabs={PARTS} value={part} onChange={(next) => choose({ part: next })} />
      {part === 'cadence' && <CadenceTable />}
      {part === 'segments' && <Segments />}
      {part === 'company' && (
        <>
          <BusinessSettings />
          <OverloadPolicies />
        </>
      )}
      {part === 'calendars' && <Calendars />}
      {part === 'devices' && <Devices />}
      {part === 'log' && <AuditLog />}
      {part === 'personal' && <PersonalData />}
    </Page>
  )
}
