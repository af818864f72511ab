/** What all screens after the first one share: their styles and icons. */

import '../ui/forms.css'
import '../ui/icons-more.ts'
import './more.css'
