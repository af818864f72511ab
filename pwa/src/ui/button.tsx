import type { ButtonHTMLAttributes, ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

type Look = 'primary' | 'secondary' | 'plain' | 'danger'

interface Shared {
  look?: Look
  icon?: IconName
  wide?: boolean
  round?: boolean
  children?: ComponentChildren
}

type ButtonProps = Shared & Omit<ButtonHTMLAttributes, 'icon'>
type LinkProps = Shared & {
  href: string
  target?: string
  rel?: string
  download?: string
  'aria-label'?: string
  onClick?: () => void
}

/** At least 48 pixels high. Without children it needs an `aria-label`. */
export function Button({ look, icon, wide, round, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} class={classes(look, wide, round)}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

/** A link that looks like a button: for what leads somewhere. */
export function LinkButton({ look, icon, wide, round, children, ...rest }: LinkProps) {
  return (
    <a {...rest} class={classes(look, wide, round)}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  )
}

function classes(look: Look = 'secondary', wide = false, round = false): string {
  return ['button', look, wide && 'wide', round && 'round'].filter(Boolean).join(' ')
}
