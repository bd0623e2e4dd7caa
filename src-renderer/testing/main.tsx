import '../styles.css'
import { useApp } from '../state/app-store.ts'
import { renderWindow } from '../shell/render-window.tsx'
import { NOW } from './rows.ts'
import { SITUATIONS, type Situation } from './situations.ts'

// `?situation=failing&theme=dark`; the clock stands, so that two pictures of one state are alike.
const query = new URLSearchParams(location.search)
const theme = query.get('theme')
if (theme !== null) document.documentElement.dataset['theme'] = theme
Date.now = () => NOW
const client = SITUATIONS[(query.get('situation') ?? 'queue') as Situation]()
useApp.setState({ transfers: client.engine.transfers })
renderWindow(client, document.getElementById('root') as HTMLElement)
