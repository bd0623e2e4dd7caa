import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { Client } from '../client/client.ts'
import { ClientContext } from '../state/client-context.ts'
import { connect } from '../state/connect.ts'
import { notifyError } from '../ui/toaster.tsx'
import { Shell } from './shell.tsx'

/** Connects the store to the engine and draws the window; once a page. */
export function renderWindow(client: Client, element: HTMLElement): void {
  connect(client, { onFault: notifyError })
  createRoot(element).render(
    <StrictMode>
      <ClientContext value={client}>
        <Shell />
      </ClientContext>
    </StrictMode>,
  )
}
