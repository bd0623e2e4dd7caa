import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { app, prevented } from './app.ts'
import { startChromium, type CdpParams, type Chromium } from './chromium.ts'
import type { MessagePortMain } from './message-ports.ts'
import { pageScript, type FromPage, type ToPage } from './page-script.ts'
import { answer, CAUGHT, inward, outward } from './schemes.ts'
import { ipcMain, session } from './small-modules.ts'

let chromium: Chromium
const windows = new Set<BrowserWindow>()

interface WindowOptions {
  width?: number
  height?: number
  show?: boolean
  webPreferences?: { preload?: string }
}

type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' }

export class WebContents extends EventEmitter {
  readonly id: number
  readonly session = session.defaultSession
  readonly mainFrame: { readonly url: string; readonly parent: null }
  openHandler: OpenHandler = () => ({ action: 'allow' })
  private readonly window: BrowserWindow

  constructor(window: BrowserWindow, id: number) {
    super()
    this.window = window
    this.id = id
    this.mainFrame = {
      get url() {
        return window.url
      },
      parent: null,
    }
  }

  postMessage(channel: string, message: unknown, ports: MessagePortMain[] = []): void {
    for (const port of ports) this.window.takePort(port)
    this.window.toPage({ channel, args: [message], ports: ports.map(({ id }) => id) })
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }
  getURL(): string {
    return this.window.url
  }
  isDestroyed(): boolean {
    return this.window.isDestroyed()
  }
  reload(): void {
    void this.window.command('Page.reload')
  }
  close(): void {
    this.window.close()
  }
}

export class BrowserWindow extends EventEmitter {
  readonly id: number
  readonly webContents: WebContents
  url = 'about:blank'
  targetId = ''
  sessionId = ''
  private visible: boolean
  private dead = false
  private expected = ''
  private readonly ready: Promise<void>
  private readonly ports = new Map<number, MessagePortMain>()

  constructor(options: WindowOptions = {}) {
    super()
    this.id = windows.size + 1
    this.webContents = new WebContents(this, this.id)
    this.visible = options.show !== false
    windows.add(this)
    app.emit('web-contents-created', {}, this.webContents)
    this.ready = this.create(options)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows]
  }
  static fromWebContents(contents: WebContents | null | undefined): BrowserWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null
  }

  private async create({ width = 800, height = 600, webPreferences }: WindowOptions): Promise<void> {
    const target = await chromium.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height })
    this.targetId = String(target['targetId'])
    const attached = await chromium.send('Target.attachToTarget', { targetId: this.targetId, flatten: true })
    this.sessionId = String(attached['sessionId'])
    await this.command('Page.enable')
    await this.command('Runtime.enable')
    await this.command('Runtime.addBinding', { name: '__standinSend' })
    await this.command('Fetch.enable', {
      patterns: [{ urlPattern: CAUGHT }, { urlPattern: '*', resourceType: 'Document' }],
    })
    const preload = webPreferences?.preload
    if (preload !== undefined) {
      const source = pageScript(readFileSync(preload, 'utf8'))
      await this.command('Page.addScriptToEvaluateOnNewDocument', { source })
    }
  }

  command(method: string, params: CdpParams = {}): Promise<CdpParams> {
    return chromium.send(method, params, this.sessionId)
  }

  toPage(message: ToPage): void {
    const expression = `globalThis.__standinReceive?.(${JSON.stringify(message)})`
    this.command('Runtime.evaluate', { expression }).catch(() => {})
  }

  takePort(port: MessagePortMain): void {
    this.ports.set(port.id, port)
    port.toPage = (data) => this.toPage({ port: port.id, data })
  }

  /** What the DevTools protocol tells of this window's page. */
  async heard(method: string, params: CdpParams): Promise<void> {
    if (method === 'Fetch.requestPaused') await this.answerRequest(params)
    else if (method === 'Page.loadEventFired') {
      this.webContents.emit('did-finish-load')
      this.emit('ready-to-show')
    } else if (method === 'Page.frameNavigated') {
      const frame = params['frame'] as { url: string; parentId?: string }
      if (frame.parentId !== undefined) return
      this.url = inward(frame.url)
      // The page before is gone, and with it its ends of the ports.
      for (const port of this.ports.values()) port.other?.close()
      this.ports.clear()
    } else if (method === 'Page.windowOpen') this.webContents.openHandler({ url: inward(String(params['url'])) })
    else if (method === 'Runtime.bindingCalled' && params['name'] === '__standinSend') {
      const message = JSON.parse(String(params['payload'])) as FromPage
      if ('open' in message) this.webContents.openHandler({ url: inward(message.open) })
      else if ('port' in message) this.ports.get(message.port)?.other?.arrive(message.data)
      else {
        const event = { sender: this.webContents, senderFrame: this.webContents.mainFrame }
        ipcMain.emit(message.channel, event, ...message.args)
      }
    }
  }

  private async answerRequest(params: CdpParams): Promise<void> {
    const { url, method, headers } = params['request'] as {
      url: string
      method: string
      headers: Record<string, string>
    }
    const requestId = params['requestId']
    if (params['resourceType'] === 'Document' && url !== this.expected) {
      if (prevented(this.webContents, 'will-navigate', { url: inward(url) })) {
        await this.command('Fetch.failRequest', { requestId, errorReason: 'Aborted' }).catch(() => {})
        return
      }
    }
    this.expected = ''
    if (inward(url) === url) {
      await this.command('Fetch.continueRequest', { requestId }).catch(() => {})
      return
    }
    const response = await answer(url, method, headers)
    await this.command('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    }).catch(() => {})
  }

  async loadURL(url: string): Promise<void> {
    await this.ready
    this.expected = outward(url)
    const loaded = new Promise((resolve) => this.webContents.once('did-finish-load', resolve))
    const { errorText } = await this.command('Page.navigate', { url: this.expected })
    if (errorText !== undefined) throw new Error(`${JSON.stringify(errorText)} loading ${url}`)
    await loaded
  }

  show(): void {
    this.visible = true
    this.emit('show')
  }
  hide(): void {
    this.visible = false
    this.emit('hide')
  }
  isVisible(): boolean {
    return this.visible
  }
  isMinimized(): boolean {
    return false
  }
  restore(): void {}
  focus(): void {}
  isDestroyed(): boolean {
    return this.dead
  }
  close(): void {
    if (!prevented(this, 'close')) this.destroy()
  }
  destroy(): void {
    chromium.send('Target.closeTarget', { targetId: this.targetId }).catch(() => {})
  }
  closed(): void {
    if (this.dead) return
    this.dead = true
    windows.delete(this)
    this.emit('closed')
    if (windows.size > 0) return
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
    else app.quit()
  }
}

export const webContents = {
  getAllWebContents: () => [...windows].map((window) => window.webContents),
  fromDevToolsTargetId: (id: string) => [...windows].find(({ targetId }) => targetId === id)?.webContents,
}

app.open = async () => {
  chromium = await startChromium(({ method, params, sessionId }) => {
    if (method === 'Target.targetDestroyed') {
      for (const window of windows) if (window.targetId === params['targetId']) window.closed()
    } else if (method === 'Target.targetCreated') {
      const { targetId, openerId } = params['targetInfo'] as { targetId: string; openerId?: string }
      // A window that a page opened: whatever the handler said, this stand-in has none to give.
      if (openerId !== undefined) void chromium.send('Target.closeTarget', { targetId }).catch(() => {})
    } else {
      for (const window of windows)
        if (sessionId !== undefined && window.sessionId === sessionId) void window.heard(method, params)
    }
  })
  await chromium.send('Target.setDiscoverTargets', { discover: true })
}
app.shut = async () => {
  if (chromium !== undefined) await chromium.close()
}
