import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createBlobStore } from './blob-store.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-handed-over-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('an uploaded file goes with its folder, and a person’s own file never', async () => {
  const write = (...names: string[]) => {
    const path = join(folder, ...names)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, 'x')
    return path
  }
  const uploads = join(folder, 'uploads')
  const { removeHandedOver } = createBlobStore({ folder: join(folder, 'blobs'), uploads })
  const uploaded = write('uploads', '7-a', 'a.pdf')
  const others = [
    write('uploads', '7-b', 'b.pdf'),
    write('uploads', 'loose.pdf'),
    write('uploads', '7-c', 'deeper', 'c.pdf'),
    write('mine', 'a.pdf'),
  ]
  for (const path of [uploaded, uploaded, ...others.slice(1), uploads, `${uploads}/7-b/../../mine/a.pdf`]) {
    await removeHandedOver(path)
  }
  expect(readdirSync(uploads).toSorted()).toEqual(['7-b', '7-c', 'loose.pdf'])
  expect(readdirSync(join(uploads, '7-c', 'deeper'))).toEqual(['c.pdf'])
  expect(readdirSync(join(folder, 'mine'))).toEqual(['a.pdf'])
})
