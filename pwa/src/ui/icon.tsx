/** Our own icons: one path each on a 24 x 24 grid, stroked in the text's colour. */

import type { MORE_ICONS } from './icons-more.ts'

/** Those of the first screen; the others come with the screens that show them. */
const FIRST = {
  today:
    'M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM4 10h16M8 3v4M16 3v4M9 15l2 2 4-4',
  week: 'M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM4 10h16M8 3v4M16 3v4M8 14h2M14 14h2M8 17h2',
  accounts: 'M4 20V9l2-5h12l2 5v11M4 9h16M9 20v-6h6v6',
  settings:
    'M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5ZM8 14.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z',
  navigate: 'M20 4 4 10.5l7 2.5 2.5 7Z',
  call: 'M6.5 4h3l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A15.5 15.5 0 0 1 4.5 6.2 2 2 0 0 1 6.5 4Z',
  check: 'M5 12.5 10 17l9-10',
  cross: 'M6 6l12 12M18 6 6 18',
  clock: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16ZM12 8v4.5l3 2',
  next: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  info: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16ZM12 11v5M12 8v.5',
  warning: 'M12 4 3 19.5h18ZM12 10v4.5M12 17v.3',
  offline: 'M4 4l16 16M8 7.5A6 6 0 0 1 17.5 11 4 4 0 0 1 20 17M16 19H7a4 4 0 0 1-1.5-7.7',
  saved: 'M7 3h10v18H7ZM11 18h2M10 9.5l1.5 1.5L14.5 8',
  upload: 'M12 16V5M7 9.5 12 4.5l5 5M5 19.5h14',
  refresh: 'M19 8a8 8 0 1 0 1 6M20 4v5h-5',
  undo: 'M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3',
  pin: 'M12 21c4-4.5 6.5-7.6 6.5-11a6.5 6.5 0 0 0-13 0c0 3.4 2.5 6.5 6.5 11ZM12 7.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z',
  skip: 'M5 5v14l9-7ZM18 5v14',
  pen: 'M5 19l1-4L16.5 4.5l3 3L9 18ZM14 7l3 3',
  lunch:
    'M5 9h11v5a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5ZM16 10h1.5a2.5 2.5 0 0 1 0 5H16M8 3.5V6M12 3.5V6',
  home: 'M4 11l8-7 8 7M6 10v10h12V10M10 20v-5h4v5',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM4.5 20.5a7.5 7.5 0 0 1 15 0',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2.5V4M12 20v1.5M2.5 12H4M20 12h1.5M5.3 5.3l1 1M17.7 17.7l1 1M5.3 18.7l1-1M17.7 6.3l1-1',
  plus: 'M12 5v14M5 12h14',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  map: 'M4 6l5-2 6 2 5-2v14l-5 2-6-2-5 2ZM9 4v14M15 6v14',
} as const

export type IconName = keyof typeof FIRST | keyof typeof MORE_ICONS

const paths: Partial<Record<IconName, string>> = { ...FIRST }

export function addIcons(more: typeof MORE_ICONS): void {
  Object.assign(paths, more)
}

/** Decoration beside words: hidden from screen readers. A button of an icon alone has a label. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
