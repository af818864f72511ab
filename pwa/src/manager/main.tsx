import { render } from 'preact'
import { actAs } from '../api.ts'
import { readPreferences } from '../ui/preferences.ts'
import { loadMoreTexts } from '../ui/t.ts'
import '../ui/tokens.css'
import '../ui/icons-more.ts'
import '../ui/ui.css'
import '../ui/forms.css'
import './desk.css'
import './ui/pieces.css'
import './board/board.css'
import './ui/drawer.css'
import './plans/plans.css'
import './import/import.css'
import './settings/settings.css'
import './field/field.css'
import './narrow.css'
import { listenToStartPage } from './around.ts'
import { Desk } from './desk.tsx'
import { href, startRouter } from './router.ts'
import { start } from './session.ts'

actAs('desk')
readPreferences()
void loadMoreTexts()
startRouter()
listenToStartPage(() => {
  location.hash = href('import')
})
void start()

const app = document.getElementById('app')
if (app) render(<Desk />, app)
