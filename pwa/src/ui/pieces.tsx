/** The small pieces: Chip, Card, SectionTitle, Banner, EmptyState, Skeleton, Facts. */

import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'plain' | 'accent' | 'ok' | 'warn' | 'bad' | 'info'

/** A status in words; the tone only underlines it. */
export function Chip({ tone = 'plain', children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`chip ${tone}`}>{children}</span>
}

export function Card({ children }: { children: ComponentChildren }) {
  return <div class="card">{children}</div>
}

/** A heading over a list or card, with its id for `aria-labelledby`. */
export function SectionTitle({ id, children }: { id?: string; children: ComponentChildren }) {
  return (
    <h2 class="section-title" id={id}>
      {children}
    </h2>
  )
}

interface BannerProps {
  tone?: 'info' | 'warn' | 'bad' | 'accent'
  icon?: IconName
  action?: ComponentChildren
  children: ComponentChildren
}

export function Banner({ tone = 'info', icon = 'info', action, children }: BannerProps) {
  return (
    <div class={`banner ${tone}`} role="status">
      <Icon name={icon} />
      <div class="grow">{children}</div>
      {action}
    </div>
  )
}

interface EmptyProps {
  icon: IconName
  title: string
  text?: string
  children?: ComponentChildren
}

export function EmptyState({ icon, title, text, children }: EmptyProps) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children}
    </div>
  )
}

/** In place of what is still being read; says so to a screen reader. */
export function Skeleton({ label }: { label: string }) {
  return (
    <div class="skeleton" role="status" aria-label={label}>
      <span />
      <span />
      <span />
    </div>
  )
}

/** Pairs of a name and a value; pairs without a value are left out. */
export function Facts({ of }: { of: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {of
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  )
}
