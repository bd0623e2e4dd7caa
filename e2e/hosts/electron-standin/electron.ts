/** The module `electron` as the main process sees it. */
export { app } from './app.ts'
export { BrowserWindow, webContents } from './browser-window.ts'
export { MessageChannelMain } from './message-ports.ts'
export { protocol } from './schemes.ts'
export { dialog, ipcMain, Menu, nativeTheme, powerMonitor, session, shell } from './small-modules.ts'
export { utilityProcess } from './utility-process.ts'
