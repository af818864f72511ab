import { useEffect, useState } from 'preact/hooks'
import * as api from '../../api.ts'
import { complaint } from '../../feeds/feeds.tsx'
import * as phone from '../../phone.ts'
import { Button } from '../../ui/button.tsx'
import { ago } from '../../ui/format.ts'
import { SectionTitle } from '../../ui/pieces.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import type { SignInRow } from '../../wire.ts'

/** Where the person is signed in, and the way to end it elsewhere. */
export function Devices() {
  const [rows, setRows] = useState<SignInRow[] | null>(null)
  useEffect(() => {
    const read = async () => {
      const answer = await api.get<{ items: SignInRow[] }>('/api/sessions')
      if (answer.kind === 'ok') setRows(answer.data.items)
    }
    void read()
  }, [])
  const end = async (row: SignInRow) => {
    const answer = await api.remove(`/api/sessions/${row.id}`)
    if (answer.kind !== 'ok') return toast(complaint(answer))
    setRows((known) => (known ?? []).filter((one) => one.id !== row.id))
  }
  return (
    <section>
      <SectionTitle>{t('settings.devices')}</SectionTitle>
      {rows === null ? (
        <p class="quiet">{t('settings.needs_signal')}</p>
      ) : (
        <ul class="card list">
          {rows.map((row) => (
            <Device key={row.id} row={row} onEnd={() => void end(row)} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Device({ row, onEnd }: { row: SignInRow; onEnd: () => void }) {
  const seen = t('settings.device_seen', {
    when: ago(Date.parse(row.last_seen_at), phone.now.value),
  })
  return (
    <li class="contact">
      <span class="grow">
        <strong>{row.device || t('settings.device_unknown')}</strong>
        <span class="quiet small">
          {[t(`settings.entry.${row.entry}`), row.current ? t('settings.device_this') : seen].join(
            ' \u00b7 ',
          )}
        </span>
      </span>
      {!row.current && (
        <Button look="danger" onClick={onEnd}>
          {t('settings.device_end')}
        </Button>
      )}
    </li>
  )
}
