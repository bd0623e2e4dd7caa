import { EventEmitter } from 'node:events'

/** Parts of Electron without a life of their own; what the program did with them can be read by a test. */
export const ipcMain = new EventEmitter()

/** How the program answered when a page asked for a permission. */
type Permissions = {
  request: ((contents: unknown, permission: string, answer: (granted: boolean) => void) => void) | null
  check: (() => boolean) | null
}

const permissions: Permissions = { request: null, check: null }

export const session = {
  defaultSession: {
    permissions,
    setPermissionRequestHandler(handler: Permissions['request']) {
      permissions.request = handler
    },
    setPermissionCheckHandler(handler: Permissions['check']) {
      permissions.check = handler
    },
  },
}

export const dialog = {
  showMessageBox: async (_window: unknown, _question: unknown) => ({ response: 0, checkboxChecked: false }),
  showErrorBox: (title: string, text: string) => console.error(title, text),
}

export const shell = {
  opened: [] as string[],
  openExternal: async (url: string) => void shell.opened.push(url),
}

export const Menu = { setApplicationMenu(_menu: unknown) {} }

export const powerMonitor = new EventEmitter()

export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false, themeSource: 'system' })
