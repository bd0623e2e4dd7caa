import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findElectron, type ElectronMachine } from './find-electron.ts'

const FOLDER = '/app/node_modules/electron'
const BINARY = join(FOLDER, 'dist', 'electron')

/** A machine with these files; `download` puts the binary there. */
function machine(options: Partial<ElectronMachine> & { files?: Record<string, string> } = {}) {
  const files = new Map(Object.entries({ [join(FOLDER, 'install.js')]: '', ...options.files }))
  let downloads = 0
  const made: ElectronMachine = {
    platform: 'linux',
    environment: { DISPLAY: ':0' },
    isRoot: false,
    read: (path) => files.get(path) ?? null,
    exists: (path) => files.has(path),
    download: async () => {
      downloads += 1
      files.set(join(FOLDER, 'path.txt'), 'electron').set(BINARY, '')
      return true
    },
    ...options,
  }
  return { found: () => findElectron(made, FOLDER), downloads: () => downloads }
}

const PRESENT = { [join(FOLDER, 'path.txt')]: 'electron', [BINARY]: '' }

describe('findElectron', () => {
  it('finds what is there without a download', async () => {
    const { found, downloads } = machine({ files: PRESENT })
    expect(await found()).toEqual({ binary: BINARY })
    expect(downloads()).toBe(0)
  })

  it('takes the place that the person names', async () => {
    const environment = { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: '/opt/electron' }
    const files = { [join('/opt/electron', 'electron')]: '' }
    expect(await machine({ environment, files }).found()).toEqual({ binary: join('/opt/electron', 'electron') })
  })

  it('gets the binary where it is missing', async () => {
    const { found, downloads } = machine()
    expect(await found()).toEqual({ binary: BINARY })
    expect(downloads()).toBe(1)
  })

  it.each([
    ['it cannot be got', { download: async (): Promise<boolean> => false }],
    ['what was got is not there', { download: async (): Promise<boolean> => true }],
    [
      'a part of it is missing',
      { files: { [join(FOLDER, 'path.txt')]: 'electron' }, download: async (): Promise<boolean> => false },
    ],
  ])('opens in a browser where %s', async (_what, options) => {
    expect(await machine(options).found()).toEqual({
      binary: null,
      reason: expect.stringContaining('could not be had') as string,
    })
  })

  it.each([
    ['there is no display', { environment: {} }, /display/],
    ['nobody looks', { environment: { DISPLAY: ':0', CI: 'true' } }, /CI/],
    ['the person is root', { isRoot: true }, /root/],
  ])('opens in a browser, and gets nothing, where %s', async (_what, options, reason) => {
    const { found, downloads } = machine({ files: PRESENT, ...options })
    expect(await found()).toEqual({ binary: null, reason: expect.stringMatching(reason) as string })
    expect(downloads()).toBe(0)
  })

  it('needs no display variable elsewhere than on Linux', async () => {
    const files = { [join(FOLDER, 'path.txt')]: 'electron.exe', [join(FOLDER, 'dist', 'electron.exe')]: '' }
    expect(await machine({ platform: 'win32', environment: {}, files }).found()).toEqual({
      binary: join(FOLDER, 'dist', 'electron.exe'),
    })
  })
})
