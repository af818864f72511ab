import './seasons.css'
import { useRemote } from '../remote.ts'
import { choose, open, route } from '../router.ts'
import { Page, Tabs } from '../ui/pieces.tsx'
import * as api from './api.ts'
import { Editor } from './editor.tsx'
import { RampRadar } from './ramp.tsx'
import { RampDays } from './strip.tsx'
import { Suggestions } from './suggestions.tsx'
import { Windows } from './windows.tsx'
import type { Scope, Suggestion } from './wire.ts'
import { counted, followLead, rampLead } from './wording.ts'
import { RAMP_D } from './year.ts'

const TABS = [
  ['windows', 'Windows'],
  ['suggestions', 'Suggestions'],
  ['ramp', 'Ramp radar'],
] as const
type Tab = (typeof TABS)[number][0]

const LEADS: Readonly<Record<Tab, string>> = {
  windows:
    'When accounts are visited and when they are left alone. An account’s own windows come first, then its town’s, segment’s, product line’s, territory’s.',
  suggestions:
    'What the orders of whole towns and segments show. Nothing changes until you accept.',
  ramp: 'Who opens next, and who was there before the opening.',
}

/** Windows of the year, what history suggests, and who opens next. */
export function SeasonsScreen() {
  const { query } = route.value
  const tab: Tab = TABS.find(([name]) => name === query.tab)?.[0] ?? 'windows'
  const scopes = useRemote('season scopes', api.scopes)
  const suggestions = useRemote('season suggestions', api.suggestions)
  const ramp = useRemote('ramp radar', api.ramp)
  const reload = () => {
    scopes.reload()
    suggestions.reload()
    ramp.reload()
  }
  const waiting = suggestions.data?.items.filter(
    (one) => one.windows.length > 0 && one.standing === 'open',
  ).length
  const tabs = TABS.map(
    ([name, word]) =>
      [name, name === 'suggestions' && waiting ? `${word} (${waiting})` : word] as const,
  )
  return (
    <Page title="Seasons" lead={tab === 'ramp' && ramp.data ? rampLead(ramp.data) : LEADS[tab]}>
      <RampDays.Provider value={ramp.data?.days ?? RAMP_D}>
        <div class="filters">
          <Tabs
            label="What to see of the seasons"
            tabs={tabs}
            value={tab}
            onChange={(next) => choose({ tab: next === 'windows' ? null : next })}
          />
        </div>
        {tab === 'windows' && <Windows of={scopes} />}
        {tab === 'suggestions' && <Suggestions of={suggestions} />}
        {tab === 'ramp' && <RampRadar of={ramp} />}
        <Chosen
          scopes={scopes.data?.items ?? []}
          suggestions={suggestions.data?.items ?? []}
          reload={reload}
        />
      </RampDays.Provider>
    </Page>
  )
}

interface ChosenProps {
  scopes: readonly Scope[]
  suggestions: readonly Suggestion[]
  reload: () => void
}

/** The editor of what the address names, beginning with the suggestion where that was chosen. */
function Chosen({ scopes, suggestions, reload }: ChosenProps) {
  const { of, key, suggested } = route.value.query
  const scope = scopes.find((one) => one.of === of && one.key === key)
  const suggestion = suggestions.find((one) => one.of === of && one.key === key)
  const begin = suggested ? suggestion : scope
  if (!begin) return null
  return (
    <Editor
      key={`${begin.of} ${begin.key} ${suggested ?? ''}`}
      whose={begin}
      windows={begin.windows}
      kept={scope?.windows ?? []}
      lead={suggested ? 'As suggested by its orders; nothing is saved yet' : lead(scope)}
      suggested={Boolean(suggested)}
      onClose={() => open({ of: null, key: null, suggested: null })}
      onSaved={reload}
    />
  )
}

const lead = (scope: Scope | undefined) =>
  scope ? `${followLead(scope)}, ${counted(scope.accounts, 'account')} in your sight` : ''
