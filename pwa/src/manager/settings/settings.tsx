import { Calendars } from '../calendars/calendars.tsx'
import { choose, route } from '../router.ts'
import { Page, Tabs } from '../ui/pieces.tsx'
import { BusinessSettings } from './business.tsx'
import { CadenceTable } from './cadence.tsx'
import { Devices } from './devices.tsx'
import { OverloadPolicies } from './overload.tsx'
import { Segments } from './segments.tsx'

const PARTS = [
  ['cadence', 'Cadence'],
  ['segments', 'Segments and seasons'],
  ['company', 'Planning'],
  ['calendars', 'Calendars'],
  ['devices', 'Signed-in devices'],
] as const
type Part = (typeof PARTS)[number][0]

export function SettingsScreen() {
  const part: Part = PARTS.find(([name]) => name === route.value.query.part)?.[0] ?? 'cadence'
  return (
    <Page title="Settings" lead="Changes count for the next plan; it is made at once.">
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
    </Page>
  )
}
