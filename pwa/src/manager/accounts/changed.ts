import { signal } from '@preact/signals'

/** Grows when this desk changed accounts: lists of them ask again. */
export const revision = signal(0)

export function accountsChanged(): void {
  revision.value += 1
}
