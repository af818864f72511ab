import { render } from 'preact'
import { App, followHash } from './app.tsx'
import { listenForInstall, registerWorker } from './install.ts'
import * as phone from './phone.ts'
import { loadScreens } from './screens/lazy.tsx'
import * as session from './session.ts'
import { readPreferences } from './ui/preferences.ts'
import './ui/tokens.css'
import './ui/ui.css'
import './screens/screens.css'

const TICK_MS = 20_000

readPreferences()
listenForInstall()
followHash()
phone.listenToStartPage()
setInterval(phone.tick, TICK_MS)
document.addEventListener('visibilitychange', phone.tick)

const root = document.getElementById('app')
if (root) render(<App />, root)

void session.start()
void registerWorker()
addEventListener('load', () => setTimeout(() => void loadScreens(), 1000))
