import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/pieces.tsx'
import { Select } from '../ui/pieces.tsx'
import { isOfNoUse, type Mapping, missing, questions, sameMapping, withField } from './mapping.ts'
import type { ImportPreview } from './wire.ts'

interface MappingProps {
  preview: ImportPreview
  busy: boolean
  onMapping: (mapping: Mapping) => void
}

/** Their columns and what each was taken for; remembered for files with the same columns. */
export function MappingTable({ preview, busy, onMapping }: MappingProps) {
  const [mapping, map] = useState<Mapping>(preview.mapping)
  const lacking = missing(preview.fields, mapping)
  // As it came: what was just answered must not close over the button that sends it.
  const asks = missing(preview.fields, preview.mapping).length > 0 || isOfNoUse(preview)
  const changed = !sameMapping(mapping, preview.mapping)
  const known = preview.headers.filter((header) => preview.mapping[header]).length
  const options = [
    ['', 'Leave out'],
    ...preview.fields.map((field) => [field.name, fieldWords(field)] as const),
  ] as const
  return (
    <details class="card mapping" open={asks || changed}>
      <summary>
        <strong>Columns</strong>{' '}
        <span class="quiet">
          {known} of {preview.headers.length} recognised; the others are left out
        </span>
      </summary>
      {lacking.length > 0 && (
        <Banner tone="warn" icon="warning">
          Say which column holds: {lacking.map((field) => field.label).join(', ')}.
        </Banner>
      )}
      <ul class="mapping-list">
        {preview.headers.map((header, at) => (
          <li key={`${at} ${header}`}>
            <span class={mapping[header] ? '' : 'quiet'}>
              {header || '(no name)'}
              <span class="sample quiet small">
                {preview.samples?.[at]?.join(' · ') || 'empty'}
              </span>
            </span>
            <Select
              label={`Field of ${header}`}
              hideLabel
              value={mapping[header] ?? ''}
              options={options}
              disabled={busy}
              onChange={(field) => map(withField(mapping, header, field))}
            />
          </li>
        ))}
      </ul>
      {changed && (
        <Button
          look="primary"
          disabled={busy || lacking.length > 0}
          onClick={() => onMapping({ ...questions(preview), ...mapping })}
        >
          Look again with these columns
        </Button>
      )}
    </details>
  )
}

function fieldWords({ label, needed }: { label: string; needed: boolean }): string {
  return needed ? `${label} (needed)` : label
}
