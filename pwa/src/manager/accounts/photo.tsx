import { useEffect, useState } from 'preact/hooks'
import { Sheet } from '../../ui/sheet.tsx'
import * as api from '../api.ts'

interface PhotoProps {
  sha256: string
  alt: string
}

/**
 * A picture of a report, small; a press opens it large.
 *
 * It is asked for like everything else of the desk, not by the browser alone: a phone that is
 * signed in beside the desk would be asked for its own rep's pictures.
 */
export function Photo({ sha256, alt }: PhotoProps) {
  const { address, failed } = usePhoto(sha256)
  const [large, enlarge] = useState(false)
  if (failed) return <span class="quiet small">{alt}: it could not be loaded.</span>
  return (
    <>
      <button
        type="button"
        class="photo"
        aria-label={`${alt}: show large`}
        disabled={!address}
        onClick={() => enlarge(true)}
      >
        {address && <img src={address} alt="" />}
      </button>
      {large && address && (
        <Sheet title={alt} onClose={() => enlarge(false)}>
          <img class="photo-large" src={address} alt={alt} />
        </Sheet>
      )}
    </>
  )
}

function usePhoto(sha256: string): { address: string | null; failed: boolean } {
  const [shown, show] = useState<{ address: string | null; failed: boolean }>({
    address: null,
    failed: false,
  })
  useEffect(() => {
    let address: string | null = null
    let left = false
    void api.photo(sha256).then((picture) => {
      if (left) return
      address = picture && URL.createObjectURL(picture)
      show({ address, failed: picture === null })
    })
    return () => {
      left = true
      if (address) URL.revokeObjectURL(address)
    }
  }, [sha256])
  return shown
}
