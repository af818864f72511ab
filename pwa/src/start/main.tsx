import { render } from 'preact'
import { readPreferences } from '../ui/preferences.ts'
import '../ui/tokens.css'
import '../ui/icons-more.ts'
import '../ui/ui.css'
import '../ui/forms.css'
import './start.css'
import { Start } from './start.tsx'

readPreferences()

const app = document.getElementById('app')
if (app) render(<Start />, app)
