import { render } from 'preact'
import { actAs } from '../api.ts'
import { readPreferences } from '../ui/preferences.ts'
import '../ui/tokens.css'
import '../ui/ui.css'
import './desk.css'
import { listenToStartPage } from './around.ts'
import { Desk } from './desk.tsx'
import { href, startRouter } from './router.ts'
import { start } from './session.ts'

actAs('desk')
readPreferences()
startRouter()
listenToStartPage(() => {
  location.hash = href('import')
})
void start()

const app = document.getElementById('app')
if (app) render(<Desk />, app)
