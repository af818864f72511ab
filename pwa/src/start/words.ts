import type { Step } from './steps.ts'

interface Words {
  title: string
  text: string
}

/** What each step asks for, and what there is to see. */
export const WORDS: Readonly<Record<Step, Words>> = {
  why: {
    title: 'Why here?',
    text: 'On Ann’s phone, tap “More” under the next stop. Every visit says why it is due today.',
  },
  signal: {
    title: 'No signal',
    text: 'Switch the signal off above the phone. Ann is in a valley now; nothing on her phone stops working.',
  },
  report: {
    title: 'Report a visit',
    text: 'Tap “Report”, say how it went and whether the class is still right, save. It is on the phone’s disk before it says so.',
  },
  miss: {
    title: 'Miss one',
    text: 'Tap “Missed” under the next stop and say why. The rest of the day is put in order anew, on the phone itself.',
  },
  board: {
    title: 'Bob sees it',
    text: 'Switch the signal on again. Bob’s numbers move; click one that lit up to see Ann’s visit behind it.',
  },
  clock: {
    title: '1 April',
    text: 'Move the demo’s clock. The lakes wake up, twelve weeks are planned anew, and visits before the season say why.',
  },
  file: {
    title: 'Your own file',
    text: 'Drop a spreadsheet of accounts here. Bob’s desk shows what it would do; nothing is changed until he says so.',
  },
}
