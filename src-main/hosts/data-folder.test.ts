import { mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareDataFolder } from './data-folder.ts'

let folder = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-folder-')))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('prepareDataFolder', () => {
  it.skipIf(process.platform === 'win32')('makes what is missing, for this user only', () => {
    const path = join(folder, 'a', 'b')
    expect(prepareDataFolder(path)).toBe(path)
    expect(statSync(path).mode & 0o777).toBe(0o700)
  })

  it.skipIf(process.platform === 'win32')('gives one real path for all names of a folder', () => {
    symlinkSync(folder, join(folder, 'link'))
    expect(prepareDataFolder(join(folder, 'link'))).toBe(folder)
  })

  it('refuses a place where there can be none', () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    for (const path of [file, join(file, 'below'), ...(process.platform === 'linux' ? ['/proc/sluice/data'] : [])]) {
      expect(() => prepareDataFolder(path)).toThrow(expect.objectContaining({ code: 'data_folder_unusable' }))
    }
  })
})
