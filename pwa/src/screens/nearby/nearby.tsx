import { useState } from 'preact/hooks'
import type { Place } from '../../planner/travel.ts'
import { Button } from '../../ui/button.tsx'
import { Choices } from '../../ui/choices.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { BackBar } from '../back-bar.tsx'
import { here as look } from '../today/check-in.ts'
import { NearbyList } from './nearby-list.tsx'

const LIMITS = ['5', '10', '20'] as const

/** Who is near the way; on this phone, so without a connection as well. */
export function NearbyScreen() {
  const [limit, setLimit] = useState<(typeof LIMITS)[number]>('10')
  const [here, setHere] = useState<Place | null>(null)
  const [busy, setBusy] = useState(false)
  const find = async () => {
    setBusy(true)
    const found = await look()
    setBusy(false)
    if (found) setHere(found)
    else toast(t('correct.no_place'))
  }
  return (
    <main class="screen" id="main">
      <BackBar title={t('nearby.title')} />
      <Choices
        legend={t('nearby.limit')}
        name="limit"
        segmented
        value={limit}
        onChange={setLimit}
        choices={LIMITS.map((value) => ({
          value,
          label: t('duration.minutes', { minutes: Number(value) }),
        }))}
      />
      <Button icon="pin" disabled={busy} onClick={() => void find()}>
        {t(here ? 'nearby.from_here' : 'nearby.find_me')}
      </Button>
      <NearbyList here={here} limit_s={Number(limit) * 60} />
    </main>
  )
}
