import './styles.css'
import { createRoot } from 'react-dom/client'
import { BRIDGE } from '../src-shared/contract/bridge.ts'
import { asSluiceError } from '../src-shared/contract/errors.ts'
import type { Client } from './client/client.ts'
import { CannotStart } from './shell/cannot-start.tsx'
import { renderWindow } from './shell/render-window.tsx'

async function openClient(): Promise<Client> {
  if (BRIDGE in window) {
    const { connectElectronClient, desktopBridge } = await import('./client/electron-client.ts')
    const bridge = desktopBridge()
    if (bridge) return connectElectronClient(bridge)
  }
  return (await import('./client/web-client.ts')).connectWebClient()
}

const element = document.getElementById('root')
if (!element) throw new Error('expected an element #root in the page, found none')
try {
  renderWindow(await openClient(), element)
} catch (thrown) {
  createRoot(element).render(<CannotStart error={asSluiceError(thrown).info} />)
}
