import { LinkButton } from '../../ui/button.tsx'
import { Chip, EmptyState } from '../../ui/pieces.tsx'
import { choose, href } from '../router.ts'
import { Snooze } from './snooze.tsx'
import type { Exception, Monday } from './wire.ts'

/** At most five things to decide, the weightiest first, each with what it would do. */
export function Decisions({ data, onDone }: { data: Monday; onDone: () => void }) {
  const { decisions, open, snoozed } = data
  const more = open - decisions.length
  return (
    <section class="card stack monday-decisions" aria-label="To decide">
      <h2>To decide</h2>
      {decisions.length === 0 ? (
        <EmptyState icon="check" title="Nothing to decide." text="No threshold is crossed." />
      ) : (
        <ol class="decisions">
          {decisions.map((one) => (
            <Decision key={one.key} of={one} onDone={onDone} />
          ))}
        </ol>
      )}
      <p class="quiet small">
        <a href={href('exceptions')}>
          {more > 0 ? `${more} more exceptions` : 'All exceptions'}
          {snoozed > 0 && `, ${snoozed} set aside`}
        </a>
        {' · '}
        <a href={href('digest')}>The week in a page</a>
      </p>
    </section>
  )
}

function Decision({ of, onDone }: { of: Exception; onDone: () => void }) {
  return (
    <li class="decision">
      <div class="row between">
        <strong>{of.title}</strong>
        <Figure of={of} />
      </div>
      <p class="small">{of.why}</p>
      <p class="small quiet">{of.effect}</p>
      <div class="row wrap">
        <LinkButton href={href(of.screen, of.query)}>{of.action}</LinkButton>
        <Snooze of={of} onDone={onDone} />
      </div>
    </li>
  )
}

function Figure({ of }: { of: Exception }) {
  if (of.items.length === 0) return <Chip tone={of.waiting ? 'info' : 'warn'}>{of.figure}</Chip>
  return (
    <button
      type="button"
      class="figure"
      aria-label={`${of.title}: show the ${of.items.length} behind it`}
      onClick={() => choose({ list: of.key, rep: null, class: null })}
    >
      {of.figure}
    </button>
  )
}
