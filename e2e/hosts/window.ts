import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { Browser, download, drop, serve, type Skip } from './browser.ts'
import { Desktop, isStandIn } from './desktop.ts'
import { LONG } from './samples.ts'
import type { Workplace } from './workplace.ts'

/** The window at work, whatever shows it. */
interface OpenWindow {
  readonly page: Page
  /** What was thrown in the page and caught by nobody; a window at work has none. */
  readonly uncaught: readonly string[]
  /** Drops files and folders onto it as the system does. */
  drop(...paths: string[]): Promise<void>
  /** Chooses files by its own button. */
  pick(...paths: string[]): Promise<void>
  /** The text of the file that it saves after an act. */
  saved(act: () => Promise<void>): Promise<string>
}

/** What shows the window. */
export interface WindowHost {
  /** Documents come by their path, and keep it; else by their bytes, under a name that the engine's host has cleaned. */
  readonly byPath: boolean
  /** The page is drawn by the browser's own Chromium: what depends on page and engine alone is left to the browser. */
  readonly short: boolean
  /** Ends with the test. */
  open(desk: Workplace, skip: Skip): Promise<OpenWindow>
}

export const inBrowser: WindowHost = {
  byPath: false,
  short: false,
  async open(desk, skip) {
    const browser = await Browser.forTest(skip)
    const page = await browser.open((await serve(desk)).address)
    return {
      page,
      uncaught: browser.uncaught,
      drop: (...paths) => drop(page, ...paths),
      pick: (...paths) => page.getByLabel('Files to add').setInputFiles(paths),
      saved: (act) => download(page, act),
    }
  },
}

export const onDesktop: WindowHost = {
  byPath: true,
  short: isStandIn && !LONG,
  async open(desk) {
    const desktop = await Desktop.open(desk)
    onTestFinished(() => desktop[Symbol.asyncDispose]())
    return {
      page: desktop.page,
      uncaught: desktop.uncaught,
      drop: (...paths) => desktop.drop(...paths),
      pick: (...paths) => desktop.pick(...paths),
      saved: (act) => desktop.saved(act),
    }
  },
}
