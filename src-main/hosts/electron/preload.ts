import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { BRIDGE, PORT_MESSAGE, type WindowBridge } from '../../../src-shared/contract/bridge.ts'
import { CONNECT, PORT } from './channels.ts'

/** The preload's view of the page: this project knows no DOM. */
const page = globalThis as unknown as {
  location: { origin: string }
  postMessage(message: string, origin: string, ports: unknown[]): void
}

ipcRenderer.on(PORT, ({ ports }) => page.postMessage(PORT_MESSAGE, page.location.origin, ports))

contextBridge.exposeInMainWorld(BRIDGE, {
  pathForFile: (file) => webUtils.getPathForFile(file),
  connect: () => ipcRenderer.send(CONNECT),
} satisfies WindowBridge<Parameters<typeof webUtils.getPathForFile>[0]>)
