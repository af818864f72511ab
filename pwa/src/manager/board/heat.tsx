import { word } from '../../ui/t.ts'
import { CLASSES } from '../accounts/filters.ts'
import { useRemote } from '../remote.ts'
import { choose, route } from '../router.ts'
import { Select, Shown } from '../ui/pieces.tsx'
import type { Metric } from '../wire.ts'
import * as api from './api.ts'
import './heat.css'
import { heatLevel, type Level } from './heat-level.ts'
import { NumberButton } from './number-button.tsx'
import type { Heat, HeatCell } from './wire.ts'
import { inOrder, intervalWords, partWords, valueWords } from './wording.ts'

const TIERS = ['A', 'B', 'C'] as const
const LEVELS: Readonly<Record<Level, string>> = {
  good: 'good',
  near: 'nearly good',
  poor: 'not good',
  plain: '',
}

interface HeatProps {
  asked: api.Asked
  metrics: readonly Metric[]
}

/** One metric by class and tier; the word beside a number says what its colour says. */
export function HeatTable({ asked, metrics }: HeatProps) {
  const metric = route.value.query.heat ?? 'attainment'
  const shown = inOrder(metrics).filter((one) => one.of !== 'days')
  const heat = useRemote(`${JSON.stringify(asked)} ${metric}`, () => api.heat({ ...asked, metric }))
  return (
    <section class="heat-section" aria-label="By class and tier">
      <Select
        label="Number"
        value={metric}
        options={shown.map((one) => [one.name, one.label] as const)}
        onChange={(next) => choose({ heat: next })}
      />
      <Shown of={heat} label="Counting by class and tier">
        {(data) => (
          <>
            <p class="quiet heat-sentence">{data.metric.sentence}</p>
            <Cells heat={data} />
          </>
        )}
      </Shown>
    </section>
  )
}

function Cells({ heat }: { heat: Heat }) {
  const of = (cells: readonly HeatCell[], name: string, tier: string) =>
    cells.find((cell) => cell.account_class === name && cell.tier === tier)
  return (
    <div class="table-box">
      <table class="table heat">
        <caption class="visually-hidden">{heat.metric.label} by class and tier</caption>
        <thead>
          <tr>
            <th scope="col">Class</th>
            {TIERS.map((tier) => (
              <th scope="col" class="number right" key={tier}>
                Tier {tier}
              </th>
            ))}
            <th scope="col" class="number right">
              All tiers
            </th>
          </tr>
        </thead>
        <tbody>
          {CLASSES.map((name) => (
            <tr key={name}>
              <th scope="row">{word('class', name)}</th>
              {TIERS.map((tier) => (
                <Cell key={tier} cell={of(heat.cells, name, tier)} metric={heat.metric} />
              ))}
              <Cell cell={of(heat.classes, name, '')} metric={heat.metric} />
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">All classes</th>
            {TIERS.map((tier) => (
              <Cell key={tier} cell={of(heat.tiers, '', tier)} metric={heat.metric} />
            ))}
            <Cell cell={heat.total} metric={heat.metric} />
          </tr>
        </tbody>
      </table>
    </div>
  )
}

function Cell({ cell, metric }: { cell: HeatCell | undefined; metric: Metric }) {
  if (!cell || cell.figure.value === null) return <td class="number right heat-none">–</td>
  const { figure, account_class, tier } = cell
  const level = heatLevel(figure, metric)
  const more: Record<string, string> = {}
  if (account_class) more.of_class = account_class
  if (tier) more.of_tier = tier
  const where = [account_class && word('class', account_class), tier && `tier ${tier}`]
  return (
    <td class={`number right heat-${level}`}>
      <NumberButton
        text={valueWords(figure.value, metric.unit)}
        label={`${where.filter(Boolean).join(' ') || 'All'}, ${metric.label}`}
        metric={metric.name}
        more={more}
      />
      <span class="small note">
        {intervalWords(figure, metric.unit) || partWords(figure, metric.unit)}
      </span>
      <span class="small note">
        {cell.accounts} {cell.accounts === 1 ? 'account' : 'accounts'}
      </span>
      {LEVELS[level] && <span class="small note">{LEVELS[level]}</span>}
    </td>
  )
}
