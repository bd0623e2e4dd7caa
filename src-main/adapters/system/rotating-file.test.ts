import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openRotatingFile } from './rotating-file.ts'

describe('rotating file', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-log-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('begins a new file at its bound and keeps only so many', () => {
    const path = join(folder, 'a.log')
    const file = openRotatingFile({ path, maxBytes: 4, keep: 2 })
    for (const line of ['one\n', 'two\n', 'six\n', 'ten\n']) file.write(line)
    file.close()
    expect(readdirSync(folder).toSorted()).toEqual(['a.log', 'a.log.1', 'a.log.2'])
    expect(readFileSync(path, 'utf8')).toBe('ten\n')
    expect(readFileSync(`${path}.2`, 'utf8')).toBe('two\n')
  })

  it('goes on in the file that is there', () => {
    const path = join(folder, 'deep', 'a.log')
    for (const line of ['one\n', 'two\n']) {
      const file = openRotatingFile({ path, maxBytes: 100, keep: 2 })
      file.write(line)
      file.close()
    }
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n')
  })
})
