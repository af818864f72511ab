import { signal } from '@preact/signals'

/** How many words of reps wait for an answer, as last heard: the number in the navigation. */
export const waiting = signal(0)
