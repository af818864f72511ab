import './classes.css'
import { useRemote } from '../remote.ts'
import { choose, route } from '../router.ts'
import { Page, Shown, Tabs } from '../ui/pieces.tsx'
import * as api from './api.ts'
import { DecidedList } from './decided.tsx'
import { JudgeNow } from './judging.tsx'
import { MixTab } from './mix.tsx'
import { PlaybookTab } from './playbook.tsx'
import { AtRisk, Queue } from './proposals.tsx'

const TABS = [
  ['proposals', 'Proposals'],
  ['mix', 'Class mix'],
  ['playbook', 'Playbook'],
  ['history', 'Decided'],
] as const
type Tab = (typeof TABS)[number][0]

/** Where accounts stand: which shall move, what that costs, and what a visit to each is for. */
export function ClassesScreen() {
  const tab: Tab = TABS.find(([name]) => name === route.value.query.tab)?.[0] ?? 'proposals'
  return (
    <Page
      title="Classes"
      lead="Decide who moves, with the effect on visits and hours before you say yes."
    >
      <div class="stack classes">
        <Tabs
          label="Which part of classes"
          tabs={TABS}
          value={tab}
          onChange={(to) => choose({ tab: to === 'proposals' ? null : to })}
        />
        {tab === 'proposals' && <ProposalsTab />}
        {tab === 'mix' && <MixTab />}
        {tab === 'playbook' && <PlaybookTab />}
        {tab === 'history' && <DecidedList />}
      </div>
    </Page>
  )
}

function ProposalsTab() {
  const remote = useRemote('proposals', api.proposals)
  return (
    <>
      <JudgeNow onDone={remote.reload} />
      <Shown of={remote} label="Looking for proposals">
        {(data) => (
          <>
            <Queue of={data} reload={remote.reload} />
            <AtRisk of={data.at_risk} />
          </>
        )}
      </Shown>
    </>
  )
}
