import { useEffect, useState } from 'preact/hooks'
import * as phone from '../../phone.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { t } from '../../ui/t.ts'
import { toast } from '../../ui/toast.tsx'
import { MOST_PHOTOS } from './draft.ts'
import type { PartProps } from './form.tsx'
import { shrunk } from './shrink.ts'

/** Pictures: shrunk and kept on the phone at once, sent after the words. */
export function Photos({ draft, keep }: PartProps) {
  const [busy, setBusy] = useState(false)
  // Without a secure connection the browser names no picture by what it holds.
  if (!globalThis.crypto?.subtle) return null
  const add = async (files: FileList | null) => {
    setBusy(true)
    const photos = [...draft.photos]
    for (const file of files ?? []) {
      const sha = await kept(file)
      if (sha && !photos.includes(sha)) photos.push(sha)
    }
    keep({ ...draft, photos: photos.slice(0, MOST_PHOTOS) })
    setBusy(false)
  }
  const remove = (sha: string) =>
    keep({ ...draft, photos: draft.photos.filter((one) => one !== sha) })
  return (
    <section class="stack" aria-label={t('report.photos')}>
      {draft.photos.length > 0 && (
        <ul class="photos">
          {draft.photos.map((sha, at) => (
            <li key={sha}>
              <Picture sha={sha} label={t('report.photo', { number: at + 1 })} />
              <Button
                look="plain"
                round
                icon="trash"
                aria-label={t('report.photo_remove', { number: at + 1 })}
                onClick={() => remove(sha)}
              />
            </li>
          ))}
        </ul>
      )}
      {draft.photos.length < MOST_PHOTOS && (
        <label class="button secondary photo-add">
          <Icon name="camera" />
          {t(busy ? 'report.photo_busy' : 'report.photo_add')}
          <input
            class="visually-hidden"
            type="file"
            accept="image/*"
            capture="environment"
            disabled={busy}
            onChange={(event) => void add(event.currentTarget.files)}
          />
        </label>
      )}
    </section>
  )
}

/** Returns the picture's SHA-256 when it is on the disk; says why where it is not. */
async function kept(file: File): Promise<string | null> {
  const picture = await shrunk(file)
  if (!picture) {
    toast(t('report.photo_unreadable'))
    return null
  }
  const saved = await phone.theStore()?.savePhoto(picture.sha256, picture.blob, Date.now())
  if (!saved) toast(t('report.photo_full'))
  return saved ? picture.sha256 : null
}

export function Picture({ sha, label }: { sha: string; label: string }) {
  const [url, setUrl] = useState('')
  useEffect(() => {
    let made = ''
    const read = async () => {
      const blob = await phone.theStore()?.photo(sha)
      made = blob ? URL.createObjectURL(blob) : `/api/photos/${sha}`
      setUrl(made)
    }
    void read()
    return () => URL.revokeObjectURL(made)
  }, [sha])
  return url ? <img src={url} alt={label} width="96" height="96" /> : <span class="photo-wait" />
}
