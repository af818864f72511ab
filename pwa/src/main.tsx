import { effect } from '@preact/signals'
import { render } from 'preact'
import { App, followHash } from './app.tsx'
import { listenForInstall } from './install.ts'
import * as phone from './phone.ts'
import { loadScreens } from './screens/lazy.tsx'
import * as session from './session.ts'
import { readPreferences, speakTo } from './ui/preferences.ts'
import './ui/tokens.css'
import './ui/ui.css'
import './screens/screens.css'

const TICK_MS = 20_000

// Where this page was opened: going back from here would leave the app.
if (!history.state) history.replaceState({ opened: true }, '')
readPreferences()
listenForInstall()
followHash()
phone.listenToStartPage()
setInterval(phone.tick, TICK_MS)
document.addEventListener('visibilitychange', phone.tick)

const root = document.getElementById('app')
// Not before the texts are there: a screen must not change its language under somebody's eyes.
void speakTo(undefined).then(() => root && render(<App />, root))

effect(() => void speakTo((phone.me.value ?? phone.person.value)?.language))
void session.start()
void import('./worker-life.ts').then((worker) => worker.registerWorker())
addEventListener('load', () => setTimeout(() => void loadScreens(), 1000))
