/** From page to main, and back. */
export type FromPage = { channel: string; args: unknown[] } | { port: number; data: string } | { open: string }
export type ToPage =
  | { channel: string; args: unknown[]; ports: number[] }
  | { port: number; data: string }
  | { closed: number }

/** What the stand-in and a test put into a page. */
interface StandInPage {
  /** To main; gone once the preload has it. */
  __standinSend?: (message: string) => void
  __standinReceive?: (message: ToPage) => void
  /** Where files lie, by name. */
  __standinPaths?: Record<string, string>
}

/** What a preload sees of `electron`, put before it in the page's own world, since there is no other one here. */
function beforePreload(preload: (require: (name: string) => unknown) => void): void {
  const page = globalThis as typeof globalThis & StandInPage
  const send = page.__standinSend?.bind(page)
  if (page.__standinReceive || !send) return
  delete page.__standinSend
  const listeners = new Map<string, ((event: unknown, ...args: unknown[]) => void)[]>()
  const ports = new Map<number, MessagePort>()
  const openPort = (id: number) => {
    const { port1, port2 } = new MessageChannel()
    ports.set(id, port1)
    port1.addEventListener('message', ({ data }: { data: string }) => send(JSON.stringify({ port: id, data })))
    port1.start()
    return port2
  }
  Object.defineProperty(page, '__standinReceive', {
    value(message: ToPage) {
      if ('closed' in message) ports.get(message.closed)?.close()
      else if ('port' in message) ports.get(message.port)?.postMessage(message.data)
      else {
        const event = { ports: message.ports.map(openPort) }
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args)
      }
    },
  })
  // Chromium's own makes the window before anybody is asked, and while that is being closed again the page stands still.
  page.open = (url = '') => {
    send(JSON.stringify({ open: new URL(url, location.href).href }))
    return null
  }
  const ipcRenderer = {
    on(channel: string, listener: (event: unknown, ...args: unknown[]) => void) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
    send: (channel: string, ...args: unknown[]) => send(JSON.stringify({ channel, args })),
  }
  const contextBridge = {
    exposeInMainWorld: (name: string, api: object) =>
      Object.defineProperty(page, name, { value: Object.freeze(api), enumerable: true }),
  }
  /** Electron asks the system; here the test says where a file of that name lies. */
  const webUtils = { getPathForFile: ({ name }: { name: string }) => page.__standinPaths?.[name] ?? '' }
  preload((name) => {
    if (name === 'electron') return { ipcRenderer, contextBridge, webUtils }
    throw new Error(`module not found: ${name}`)
  })
}

/** The script that runs before the page's own. */
export function pageScript(preloadSource: string): string {
  return `(${String(beforePreload)})((require) => {\n${preloadSource}\n})`
}
