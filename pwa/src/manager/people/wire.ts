/** What only the screen of people reads: invitations and teams. */

import type { Id } from '../../wire.ts'
import type { Rep, RepChange } from '../wire.ts'

/** `id` is null where somebody has neither a password nor a link that is good. */
export interface Invitation {
  id: Id | null
  person_id: Id
  person: string
  expires_at: string | null
  /** Only in the answer that made it. */
  link: string | null
}

export interface NewRep {
  name: string
  email: string
  team_id?: Id
  settings?: RepChange
}

export interface RepInvited {
  rep: Rep
  invitation: Invitation
}

export interface PersonChange {
  name?: string
  email?: string
  team_id?: Id
  active?: boolean
}

export interface TeamRow {
  id: Id
  name: string
}

export interface Invited {
  name: string
  email: string
  company: string
  role: string
}
