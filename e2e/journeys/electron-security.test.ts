import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { cannotRun, Desktop, ON, sandboxed } from '../hosts/desktop.ts'
import { Workplace } from '../hosts/workplace.ts'

describe.skipIf(cannotRun)(`the desktop window's borders ${ON}`, () => {
  it('gives the page no Node, runs no script of a document, reaches no other place and shows no other page', async () => {
    const desk = await Workplace.forTest()
    await using desktop = await Desktop.open(desk)
    const { app, page } = desktop
    await page.getByRole('navigation').waitFor()
    const address = page.url()

    const seen = await page.evaluate(async () => {
      const inline = document.createElement('script')
      inline.textContent = 'globalThis.ranInline = true'
      document.body.append(inline)
      const status = async (path: string) => (await fetch(path)).status
      const paths = [
        '/..%2f..%2fpackage.json',
        '/%2e%2e/%2e%2e/package.json',
        '/blob/..%2f..%2fsluice.db',
        '/out/cli/main.js',
      ]
      return {
        node: [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process')],
        bridge: Object.keys(Reflect.get(globalThis, 'sluice') as object).toSorted(),
        inline: Reflect.get(globalThis, 'ranInline'),
        statuses: await Promise.all([...paths, `/blob/${'0'.repeat(64)}`].map(status)),
        posted: (await fetch('/', { method: 'POST' })).status,
        policy: (await fetch('/')).headers.get('content-security-policy'),
        foreign: await fetch('https://example.com/').then(
          () => 'reached',
          () => 'refused',
        ),
        permission: await navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
      }
    })
    expect(seen).toMatchObject({
      node: ['undefined', 'undefined'],
      bridge: ['connect', 'pathForFile'],
      statuses: [404, 404, 404, 404, 404],
      posted: 405,
      foreign: 'refused',
    })
    expect(seen.inline).toBeUndefined()
    expect(seen.policy).toMatch(/^default-src 'none'; script-src 'self'/)
    expect(seen.permission).not.toBe('granted')

    await app.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openExternal = async (url) => void opened.push(url)
    })
    await page.evaluate(() => {
      window.open('https://evil.example/')
      window.open('file:///etc/passwd')
      window.open('https://console.anthropic.com/settings/keys')
    })
    await expect
      .poll(() => app.evaluate(() => Reflect.get(globalThis, 'opened') as string[]))
      .toEqual(['https://console.anthropic.com/settings/keys'])
    expect(app.windows()).toHaveLength(1)

    await page.evaluate(() => location.assign('https://evil.example/'))
    expect(await page.evaluate(() => location.href)).toBe(address)
    expect(app.windows()).toHaveLength(1)
  })

  it('has its page in the sandbox', async ({ skip }) => {
    skip(!sandboxed || process.platform !== 'linux', 'neither the stand-in nor root has one, and only Linux tells')
    const desk = await Workplace.forTest()
    await using desktop = await Desktop.open(desk)
    const pid = await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    )
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    // Its system calls are filtered, and it sees no other process: it has a number of its own among its own.
    expect(status).toMatch(/^Seccomp:\s+2$/m)
    expect(status).toMatch(/^NSpid:\s+\d+\s+\d+/m)
  })
})
