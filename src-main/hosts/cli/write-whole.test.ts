import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeWhole } from './write-whole.ts'

describe('a file that is written piece by piece', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-write-test-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const file = () => join(folder, 'graph.jsonl')

  it('is there when it is whole, and not before', async () => {
    writeFileSync(file(), 'older')
    await writeWhole(file(), async (write) => {
      expect(await write('one')).toBe(true)
      await write('two')
      expect(readFileSync(file(), 'utf8')).toBe('older')
    })
    expect(readFileSync(file(), 'utf8')).toBe('onetwo')
    expect(readdirSync(folder)).toEqual(['graph.jsonl'])
  })

  it('leaves what was there when it cannot be written to its end', async () => {
    writeFileSync(file(), 'older')
    const broken = writeWhole(file(), async (write) => {
      await write('one')
      throw new Error('the graph cannot be read')
    })
    await expect(broken).rejects.toThrow('the graph cannot be read')
    expect(readFileSync(file(), 'utf8')).toBe('older')
    expect(readdirSync(folder)).toEqual(['graph.jsonl'])
  })

  it.skipIf(process.platform === 'win32')('is what a link leads to, and the link stays', async () => {
    const link = join(folder, 'link')
    writeFileSync(file(), 'older')
    symlinkSync(file(), link)
    await writeWhole(link, async (write) => void (await write('one')))
    expect(readFileSync(file(), 'utf8')).toBe('one')
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
  })

  it.skipIf(process.platform === 'win32')('is written as it is where it is a device', async () => {
    await writeWhole('/dev/null', async (write) => void (await write('one')))
    await expect(writeWhole('/dev/full', async (write) => void (await write('one')))).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('/dev/full'),
    })
  })

  it('says where it cannot be', async () => {
    const nowhere = join(folder, 'none', 'graph.jsonl')
    await expect(writeWhole(nowhere, async () => {})).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(nowhere),
    })
  })
})
