import { useState } from 'preact/hooks'
import { Icon } from '../../ui/icon.tsx'

interface DropZoneProps {
  file: File | null
  busy: boolean
  onFile: (file: File) => void
}

/** Old workbooks may be chosen too: the answer says how to save them. */
const ACCEPTED = '.csv,.tsv,.txt,.xlsx,.xls,.ods,text/csv'

/** A file is dropped here, or chosen: under the surface it is an ordinary file input. */
export function DropZone({ file, busy, onFile }: DropZoneProps) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const dropped = event.dataTransfer?.files[0]
    if (dropped && !busy) onFile(dropped)
  }
  return (
    <label
      class={['drop-zone', over && 'over', file && 'small'].filter(Boolean).join(' ')}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="file" />
      <span>
        <strong>{file ? file.name : 'Drop a spreadsheet here'}</strong>
        <span class="quiet small">
          {file ? 'Drop or choose another one' : 'or choose one: CSV or XLSX, up to 32 MB'}
        </span>
      </span>
      <input
        type="file"
        accept={ACCEPTED}
        disabled={busy}
        onChange={(event) => {
          const input = event.currentTarget
          const chosen = input.files?.[0]
          // The same file again, mended meanwhile, must count as a choice.
          input.value = ''
          if (chosen) onFile(chosen)
        }}
      />
    </label>
  )
}
