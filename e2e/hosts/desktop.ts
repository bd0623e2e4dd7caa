import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { connected, download, drop } from './browser.ts'
import { whichChromium } from './chromium.ts'
import { until } from './until.ts'
import type { Workplace } from './workplace.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const MAIN = join('out', 'electron', 'main.js')
/** As it is named among the libraries of a process. */
const DATABASE_LIBRARY = 'better-sqlite3'
const STAND_IN = join(import.meta.dirname, 'electron-standin', 'electron.mjs')

/** Electron itself where a binary is named, else a stand-in for it: what a run proves depends on which. */
const binary = process.env['ELECTRON_BIN'] ?? STAND_IN
export const isStandIn = binary === STAND_IN
export const ON = isStandIn ? 'on a stand-in for Electron, with its limits' : 'on Electron'

/**
 * Whether the engine runs beside the window, as `serve`, and never in it: on an Electron whose Node is too old for it.
 * The window then attaches to it, as to any owner of the folder.
 */
export const engineOutside = process.env['ELECTRON_ENGINE'] === 'outside'
/** Chromium's sandbox refuses root; for anyone else Playwright would unasked leave out all of it but the filter of system calls. */
const isRoot = process.getuid?.() === 0
export const sandboxed = !isStandIn && !isRoot

/** Folders with such an engine. */
const served = new WeakSet<Workplace>()

/** What the stand-in shows windows with; Electron brings its own. */
const chromium = whichChromium()
/** Why the window cannot be tried here, or null. */
export const cannotRun = isStandIn ? chromium.missing : null

/** A window at work. Closed at the end of its block. */
export class Desktop implements AsyncDisposable {
  readonly app: ElectronApplication
  readonly page: Page
  /** What was thrown in the page and caught by nobody; a window at work has none. */
  readonly uncaught: string[] = []
  private readonly desk: Workplace
  private over = false

  private constructor(desk: Workplace, app: ElectronApplication, page: Page) {
    this.desk = desk
    this.app = app
    this.page = page
    app.on('close', () => (this.over = true))
    page.on('pageerror', (error) => this.uncaught.push(String(error)))
  }

  static async open(desk: Workplace): Promise<Desktop> {
    if (engineOutside && !served.has(desk)) {
      served.add(desk)
      await desk.start('serve').says(/works on/)
    }
    const app = await _electron.launch({
      executablePath: binary,
      args: [MAIN],
      cwd: ROOT,
      env: environment(desk),
      chromiumSandbox: !isRoot,
      // Electron has no such thing: it would end at once.
      ...(isStandIn ? { acceptDownloads: true } : {}),
    })
    const desktop = new Desktop(desk, app, await app.firstWindow())
    await connected(desktop.page)
    return desktop
  }

  get pid(): number {
    return this.app.process().pid ?? 0
  }

  /** Starts the program once more, as a person does who does not see the window. */
  async openAgain(...paths: string[]): Promise<number | null> {
    const args = [...(isRoot ? ['--no-sandbox'] : []), MAIN, ...paths]
    const child = spawn(binary, args, { cwd: ROOT, env: environment(this.desk), stdio: 'ignore' })
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', resolve)
    })
  }

  /** Drops files and folders onto the window as the system does. */
  async drop(...paths: string[]): Promise<void> {
    await this.tellPaths(paths)
    await drop(this.page, ...paths)
  }

  /** Chooses files by the window's own button. */
  async pick(...paths: string[]): Promise<void> {
    await this.tellPaths(paths)
    await this.page.getByLabel('Files to add').setInputFiles(paths)
  }

  /** The text of the file that the window saves after an act; a person would be asked where to. */
  async saved(act: () => Promise<void>): Promise<string> {
    if (isStandIn) return download(this.page, act)
    const path = join(this.desk.documents, 'saved')
    await this.app.evaluate(({ session }, to) => {
      session.defaultSession.once('will-download', (_event, item) => {
        item.setSavePath(to)
        item.once('done', () => Object.assign(globalThis, { saved: true }))
      })
    }, path)
    await act()
    await until(() => this.app.evaluate(() => 'saved' in globalThis))
    return readFile(path, 'utf8')
  }

  /** Electron asks the system where a file lies; the stand-in is told. */
  private async tellPaths(paths: readonly string[]): Promise<void> {
    if (!isStandIn) return
    const names = Object.fromEntries(paths.map((path) => [path.split(/[\\/]/).at(-1) ?? path, path]))
    await this.page.evaluate((known) => Object.assign(globalThis, { __standinPaths: known }), names)
  }

  /** Answers the next questions of the program; `asked` counts them. */
  async answerQuestions(response: number): Promise<void> {
    await this.app.evaluate(({ dialog }, chosen) => {
      const kept = globalThis as { asked?: number }
      kept.asked = 0
      dialog.showMessageBox = async () => {
        kept.asked = (kept.asked ?? 0) + 1
        return { response: chosen, checkboxChecked: false }
      }
    }, response)
  }

  questionsAsked(): Promise<number> {
    return this.app.evaluate(() => (globalThis as { asked?: number }).asked ?? 0)
  }

  async closeWindow(): Promise<void> {
    await this.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  }

  isVisible(): Promise<boolean> {
    return this.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true)
  }

  /** Of the main process, which the launched one may only have started. */
  mainPid(): Promise<number> {
    return this.app.evaluate(() => process.pid)
  }

  /** The main process neither sees nor does anything meanwhile. */
  async whileStopped(act: () => Promise<void>): Promise<void> {
    const pid = await this.mainPid()
    process.kill(pid, 'SIGSTOP')
    try {
      await act()
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  }

  /** Whether the program itself has the database open, and no engine beside it; Linux tells. */
  async ownsEngine(): Promise<boolean> {
    return (await readFile(`/proc/${await this.mainPid()}/maps`, 'utf8')).includes(DATABASE_LIBRARY)
  }

  /** Resolves when the program has ended, with its exit code. */
  ended(): Promise<number | null> {
    const child = this.app.process()
    if (child.exitCode !== null) return Promise.resolve(child.exitCode)
    return new Promise((resolve) => child.once('exit', resolve))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.over) return
    // A program at work would ask what closing means; one that is about to end hears nothing.
    await this.answerQuestions(1).catch(() => undefined)
    await this.app.close()
  }
}

function environment(desk: Workplace): Record<string, string> {
  const passed = ['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...desk.environment,
    ...Object.fromEntries(passed),
    ...(chromium.path === null ? {} : { STANDIN_CHROMIUM: chromium.path }),
  }
}
