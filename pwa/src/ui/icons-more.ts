/** The icons of all screens but the first. Importing this file makes them known. */

import { addIcons } from './icon.tsx'

export const MORE_ICONS = {
  classes: 'M12 4 20 8.5 12 13 4 8.5ZM4 12.5 12 17l8-4.5M4 16.5 12 21l8-4.5',
  mail: 'M4 6h16v12H4ZM4 7l8 6 8-6',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM16 16l4.5 4.5',
  calendar:
    'M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM4 10h16M8 3v4M16 3v4',
  copy: 'M9 9h11v11H9ZM5 15H4V4h11v1',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  file: 'M7 3h7l4 4v14H7ZM14 3v4h4M10 14l2.5 2.5L15 14M12.5 16V10',
  board: 'M4 20V4M4 20h16M8.5 16v-5M13 16V7M17.5 16v-3',
  plan: 'M6 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM18 16a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM6 8v6a4 4 0 0 0 4 4h6M18 16v-6a4 4 0 0 0-4-4h-3',
  people:
    'M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM2.5 20a6.5 6.5 0 0 1 13 0M16 5.3a3.5 3.5 0 0 1 0 6.4M18.5 14.4A6.5 6.5 0 0 1 21.5 20',
  trend: 'M4 17l5-6 4 3 7-9M15 5h5v5',
  goal: 'M6 21V4h12l-3 4 3 4H6',
  print: 'M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7Z',
  signout: 'M14 5H5v14h9M10 12h10M16.5 8 20.5 12l-4 4',
  download: 'M12 4.5v11M7 11l5 5 5-5M5 19.5h14',
  down: 'M6 9l6 6 6-6',
  up: 'M6 15l6-6 6 6',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4ZM12 10a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z',
  share: 'M12 15V4M8 7.5 12 3.5l4 4M6 11H5v9h14v-9h-1',
  add: 'M5 5h14v14H5ZM12 9v6M9 12h6',
  grip: 'M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1',
} as const

addIcons(MORE_ICONS)
