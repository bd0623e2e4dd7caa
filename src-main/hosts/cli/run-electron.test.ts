import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { electronEnvironment, runElectron } from './run-electron.ts'

it('hands the data folder and flags over as variables, and nothing that changes what Electron is', () => {
  const environment = { PATH: '/bin', SLUICE_PACE: 'normal', ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require x' }
  const run = { binary: 'electron', folder: '/data', flags: { pace: 'tight', logLevel: 'debug' } }
  expect(electronEnvironment(run, environment)).toEqual({
    PATH: '/bin',
    SLUICE_PACE: 'tight',
    SLUICE_LOG_LEVEL: 'debug',
    SLUICE_DATA_DIR: '/data',
  })
})

describe.skipIf(process.platform === 'win32')('the end of Electron', () => {
  it.each([
    ['exit 0', 0],
    ['exit 1', 1],
    ['exit 127', null],
    ['kill -TRAP $$', null],
  ])('after "%s" is %s', async (script, code) => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-electron-'))
    const binary = join(folder, 'electron')
    await writeFile(binary, `#!/bin/sh\n${script}\n`)
    await chmod(binary, 0o755)
    expect(await runElectron({ binary, folder, flags: {} })).toBe(code)
    await rm(folder, { recursive: true })
  })

  it('where it cannot be started is nothing', async () => {
    expect(await runElectron({ binary: '/nowhere/electron', folder: '/data', flags: {} })).toBeNull()
  })
})
