import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A folder for the tests of one file, removed after them; each `file()` is a new name in it. */
export function temporaryFolder(): { file(): string } {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-store-'))
  let files = 0
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return { file: () => join(folder, `${++files}.db`) }
}
