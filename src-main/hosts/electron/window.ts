import { fileURLToPath } from 'node:url'
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { PAGE_URL } from './page-address.ts'

/** Beside the built entry. */
const PRELOAD = fileURLToPath(new URL('../electron/preload.cjs', import.meta.url))

/** The ground of the page in light and dark, so that nothing flashes before it is drawn. */
const GROUND = { light: '#F3F5F3', dark: '#0E1415' }

export function windowOptions(dark: boolean): BrowserWindowConstructorOptions {
  return {
    title: 'Sluice',
    width: 1280,
    height: 800,
    minWidth: 720,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: dark ? GROUND.dark : GROUND.light,
    webPreferences: {
      preload: PRELOAD,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    },
  }
}

/** Loads the page, again where its process ends by itself; a page that cannot live is not tried for ever. */
export function loadPage(window: BrowserWindow): void {
  let crashes = 0
  window.once('ready-to-show', () => window.show())
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && ++crashes <= MOST_CRASHES) window.webContents.reload()
  })
  // A load that another one overtakes, or the end of the program, is no fault; what went wrong is on the screen.
  window.loadURL(PAGE_URL).catch(() => undefined)
}

const MOST_CRASHES = 3

export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
