import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * Electron's security list of twenty items, as far as it can be read from the sources. Each test names those that it holds;
 * the rest is tried beside the files they concern: the policy of the page's content (7), the sender of each message (17).
 */
const ROOT = join(import.meta.dirname, '..', '..', '..')
const electron = sources('src-main/hosts/electron')
const renderer = sources('src-renderer')
const product = new Map([...electron, ...sources('src-main'), ...sources('src-shared'), ...renderer])

function sources(folder: string): Map<string, string> {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|html|css)$/.test(name) && !/\.test\.tsx?$|(^|[\\/])testing[\\/]/.test(name))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
  return new Map(names.map((name) => [name, readFileSync(join(ROOT, name), 'utf8')]))
}

/** Files in which a pattern stands, once for each time. */
function places(pattern: RegExp, among = product): string[] {
  return [...among].flatMap(([name, text]) => [...text.matchAll(new RegExp(pattern, 'g'))].map(() => name))
}

const HOST = 'src-main/hosts/electron'

const { devDependencies: packages } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>
}

describe('the desktop window', () => {
  it('is sandboxed and isolated, without Node, with web security (2, 3, 4, 6)', () => {
    expect(places(/app\.enableSandbox\(\)/)).toEqual([`${HOST}/main.ts`])
    for (const setting of ['contextIsolation: true', 'sandbox: true', 'nodeIntegration: false', 'webSecurity: true']) {
      expect(places(new RegExp(setting))).toEqual([`${HOST}/window.ts`])
    }
    expect(places(/new BrowserWindow\(/)).toEqual([`${HOST}/main.ts`])
  })

  it('turns on nothing that weakens it (6, 8 to 12)', () => {
    const weak =
      /nodeIntegration\w*: true|contextIsolation: false|sandbox: false|webSecurity: false|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|webviewTag: true|<webview|@electron\/remote|no-sandbox|allowpopups|executeJavaScript|bypassCSP: true/
    expect(places(weak)).toEqual([])
  })

  it('is shown by its own scheme, never as a file or over the network (1, 18)', () => {
    expect(places(/\.loadURL\(/)).toEqual([`${HOST}/window.ts`])
    expect(places(/loadURL\(PAGE_URL\)/)).toEqual([`${HOST}/window.ts`])
    expect(places(/\.loadFile\(|['"`]file:/)).toEqual([])
    expect(places(/protocol\.handle\(/)).toEqual([`${HOST}/main.ts`])
  })

  it('has every page locked down before there is one (5, 12, 13, 14)', () => {
    const main = electron.get(`${HOST}/main.ts`) ?? ''
    expect(main.indexOf('lockDown(app')).toBeGreaterThan(0)
    expect(main.indexOf('lockDown(app')).toBeLessThan(main.indexOf('whenReady'))
    for (const name of [
      'will-navigate',
      'will-attach-webview',
      'setWindowOpenHandler',
      'setPermissionRequestHandler',
    ]) {
      expect(places(new RegExp(name)).every((place) => place === `${HOST}/lock-down.ts`)).toBe(true)
    }
    expect(main).toContain('denyPermissions(browserSession.defaultSession)')
  })

  it('hears a page in one place, which checks the sender first (17)', () => {
    expect(places(/ipcMain\.(on|once|handle|handleOnce)\(/)).toEqual([`${HOST}/main.ts`])
    expect(electron.get(`${HOST}/main.ts`)).toMatch(/ipcMain\.on\([^\n]+\n\s+if \(!isFromPage\(/)
  })

  it('gives the page named functions and no way to speak freely (20)', () => {
    const preload = electron.get(`${HOST}/preload.ts`) ?? ''
    expect(places(/exposeInMainWorld\(/)).toEqual([`${HOST}/preload.ts`])
    expect(preload).toContain('satisfies WindowBridge')
    expect(preload.match(/ipcRenderer\.\w+\([^)]*/g)).toEqual([
      'ipcRenderer.on(PORT, ({ ports }',
      'ipcRenderer.send(CONNECT',
    ])
  })

  it('opens addresses outside in one place, behind the list, and never a path (15)', () => {
    expect(places(/shell\.openExternal\(/)).toEqual([`${HOST}/main.ts`])
    expect(electron.get(`${HOST}/main.ts`)).toMatch(/lockDown\(app, \(url\) => void shell\.openExternal\(url\)\)/)
    expect(electron.get(`${HOST}/lock-down.ts`)).toContain('if (mayOpenOutside(url)) openOutside(url)')
    expect(places(/shell\.(openPath|showItemInFolder|trashItem)\(/)).toEqual([])
  })

  it('is made for one exact version of Electron, which updates replace as a whole (16)', () => {
    expect(packages['electron']).toMatch(/^\d+\.\d+\.\d+$/)
  })

  it('is packaged by nothing yet, and by nothing that leaves the fuses as they come (19)', () => {
    const packagers = Object.keys(packages).filter((name) => /^(@electron(-forge)?\/|electron-)/.test(name))
    expect(packagers.length === 0 || packagers.includes('@electron/fuses')).toBe(true)
  })

  it('runs once a data folder', () => {
    expect(places(/requestSingleInstanceLock\(/)).toEqual([`${HOST}/main.ts`])
  })
})

describe('the page', () => {
  it('makes no code and no markup out of text', () => {
    const risky =
      /\beval\(|new Function\(|dangerouslySetInnerHTML|\.innerHTML\s*=|\.outerHTML\s*=|insertAdjacentHTML|document\.write\(|rehype-raw/
    expect(places(risky, renderer)).toEqual([])
    expect(
      places(/<script>(?!<)|\son\w+="/, new Map([...renderer].filter(([name]) => name.endsWith('.html')))),
    ).toEqual([])
  })

  it('starts no program through a shell', () => {
    expect(places(/(?<![.\w])exec(Sync)?\(\s*['"`]|shell: true/, sources('src-main'))).toEqual([])
  })
})
