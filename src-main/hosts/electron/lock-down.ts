import type { App, Session, WebContents } from 'electron'
import { isPage } from './page-address.ts'
import { mayOpenOutside } from './external-links.ts'

/** Does what of Electron's security list concerns every page this program will ever show. */
export function lockDown(app: Pick<App, 'on'>, openOutside: (url: string) => void): void {
  app.on('session-created', denyPermissions)
  app.on('web-contents-created', (_event, contents) => keepToPage(contents, openOutside))
}

/** The page needs no camera, no place, no notifications: nothing is granted, asked or unasked. */
export function denyPermissions(session: Pick<Session, `setPermission${'Request' | 'Check'}Handler`>): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
}

/** A window shows our page and never another; what is asked for in a new window goes to the browser, if it is known. */
function keepToPage(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  openOutside: (url: string) => void,
): void {
  contents.on('will-navigate', (event) => {
    if (!isPage(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!isPage(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) openOutside(url)
    return { action: 'deny' }
  })
}
