import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { walkFiles } from './walk-files.ts'

describe('walk files', () => {
  let folder = ''
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-walk-')))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const write = (...names: string[]) => {
    for (const name of names) {
      mkdirSync(join(folder, name, '..'), { recursive: true })
      writeFileSync(join(folder, name), 'x')
    }
  }
  const walk = async (...names: string[]) => {
    const { files, problems } = await walkFiles(names.map((name) => join(folder, name)))
    return {
      files: files.map((file) => relative(folder, file.path).replaceAll('\\', '/')),
      problems: problems.map((problem) => `${relative(folder, problem.path)}: ${problem.error.code}`),
    }
  }

  it('takes the PDF files of a folder, deep, in natural order, none that is hidden', async () => {
    write('Report 10.pdf', 'Report 9.PDF', 'notes.txt', 'b/2.pdf', 'b/c/1.pdf', '.git/x.pdf', '.hidden.pdf')
    expect(await walk('.')).toEqual({ files: ['b/2.pdf', 'b/c/1.pdf', 'Report 9.PDF', 'Report 10.pdf'], problems: [] })
  })

  it('takes any file that is named by itself, once, with its size and time', async () => {
    write('paper', 'a.pdf')
    utimesSync(join(folder, 'paper'), 5, 5)
    expect(await walk('paper', 'a.pdf', '.')).toEqual({ files: ['paper', 'a.pdf'], problems: [] })
    const { files } = await walkFiles([join(folder, 'paper')])
    expect(files).toEqual([{ path: join(folder, 'paper'), bytes: 1, modifiedMs: 5000 }])
  })

  it('says what is missing and which folder holds no documents, and takes the rest', async () => {
    write('a.pdf', 'empty/notes.txt')
    expect(await walk('none.pdf', 'empty', 'a.pdf')).toEqual({
      files: ['a.pdf'],
      problems: ['none.pdf: file_missing', 'empty: folder_empty'],
    })
  })

  it.skipIf(process.platform === 'win32')('follows a link, but never round in a circle', async () => {
    write('a/1.pdf', 'elsewhere/2.pdf')
    symlinkSync(join(folder, 'a'), join(folder, 'a', 'again'))
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'a', 'link'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'a', 'dead.pdf'))
    expect(await walk('a')).toEqual({ files: ['a/1.pdf', 'a/link/2.pdf'], problems: [] })
  })

  it.skipIf(process.platform === 'win32')('reads a folder once, however many ways lead to it', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `f${n}`)
    write(...names.map((name) => `${name}/1.pdf`))
    // Each links to all others: there are more ways through them than could ever be walked.
    for (const name of names) {
      for (const other of names) if (other !== name) symlinkSync(join(folder, other), join(folder, name, `to ${other}`))
    }
    const { files, problems } = await walk('f3', '.', 'f3')
    expect(problems).toEqual([])
    expect(files).toHaveLength(12)
    expect(files[0]).toBe('f3/1.pdf')
  })

  const isRoot = process.getuid?.() === 0
  it.skipIf(isRoot || process.platform === 'win32')(
    'says which folder may not be read, and leaves a file to its document (root may read all)',
    async () => {
      write('a.pdf', 'shut/b.pdf')
      chmodSync(join(folder, 'a.pdf'), 0)
      chmodSync(join(folder, 'shut'), 0)
      expect(await walk('.')).toEqual({ files: ['a.pdf'], problems: ['shut: file_unreadable'] })
      chmodSync(join(folder, 'shut'), 0o700)
    },
  )
})
