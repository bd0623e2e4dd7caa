import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--remote-debugging-port=0',
  '--no-startup-window',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

export type CdpParams = Record<string, unknown>

interface CdpEvent {
  method: string
  params: CdpParams
  sessionId?: string
}

/** The browser that shows the windows, spoken to by its DevTools protocol. */
export interface Chromium {
  readonly pid: number
  send(method: string, params?: CdpParams, sessionId?: string): Promise<CdpParams>
  /** Ends with the browser's own end. */
  close(): Promise<void>
}

/** Starts Chromium; its DevTools address is printed as Chromium prints it, so that Playwright can connect too. */
export async function startChromium(onEvent: (event: CdpEvent) => void): Promise<Chromium> {
  const profile = mkdtempSync(join(tmpdir(), 'electron-standin-'))
  const program = process.env['STANDIN_CHROMIUM'] ?? '/usr/bin/chromium'
  const child = spawn(program, [...FLAGS, `--user-data-dir=${profile}`], { stdio: ['ignore', 'ignore', 'pipe'] })
  const killNow = () => child.kill('SIGKILL')
  process.on('exit', killNow)
  const address = await devToolsAddress(child)
  const socket = new WebSocket(address)
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  const waiting = new Map<number, { resolve(result: CdpParams): void; reject(error: Error): void }>()
  let last = 0
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as CdpEvent & {
      id?: number
      result: CdpParams
      error?: { message: string }
    }
    if (message.id === undefined) return onEvent(message)
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error) call?.reject(new Error(message.error.message))
    else call?.resolve(message.result)
  })
  process.stderr.write(`DevTools listening on ${address}\n`)
  return {
    pid: child.pid ?? 0,
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        last += 1
        waiting.set(last, { resolve, reject })
        socket.send(JSON.stringify({ id: last, method, params, sessionId }))
      }),
    close: () =>
      new Promise((resolve) => {
        process.off('exit', killNow)
        child.once('exit', () => {
          rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
          resolve()
        })
        child.kill()
      }),
  }
}

function devToolsAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = ''
    child.stderr?.on('data', (text: Buffer) => {
      told += text.toString()
      const found = /DevTools listening on (ws:\/\/\S+)/.exec(told)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.on('error', reject)
    child.on('exit', () => reject(new Error(`expected Chromium to start, it ended: ${told}`)))
  })
}
