import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Bench } from '../../engine/testing/store-suite/builders.ts'
import { logDamage } from './log-damage.ts'
import { openSqliteStore } from './store.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()
const FILES = ['', '-wal', '-shm']
const FRAME_BYTES = 24 + 4096

/** What a kill leaves of a store with some documents, with the position of each: acknowledged in this order. */
async function killed(): Promise<{ path: string; documents: number }> {
  const [path, dead] = [folder.file(), folder.file()]
  const bench = new Bench(await openSqliteStore(path))
  const documents = 8
  for (let n = 0; n < documents; n += 1) await bench.add(`d${n}`)
  for (const file of FILES) copyFileSync(`${path}${file}`, `${dead}${file}`)
  await bench.store.close()
  return { path: dead, documents }
}

async function countOf(path: string): Promise<number> {
  const store = await openSqliteStore(path)
  try {
    return (await store.queueTotals()).documentsLeft
  } finally {
    await store.close()
  }
}

function spoil(path: string, at: number, bytes = 8): void {
  const content = readFileSync(path)
  content.fill(0xa5, at, at + bytes)
  writeFileSync(path, content)
}

describe('the log of a database', () => {
  it('as a kill leaves it is taken in, with whatever stands in its index', async () => {
    const { path, documents } = await killed()
    expect(await logDamage(path)).toBeNull()
    spoil(`${path}-shm`, 0, 4096)
    expect(await countOf(path)).toBe(documents)
    expect(await logDamage(path)).toBeNull()
  })

  it('that was cut off in its last transaction is taken in up to the one before', async () => {
    const { path, documents } = await killed()
    truncateSync(`${path}-wal`, readFileSync(`${path}-wal`).length - 100)
    expect(await logDamage(path)).toBeNull()
    expect(await countOf(path)).toBe(documents - 1)
  })

  it('with what an earlier round left behind its end is sound', async () => {
    const { path, documents } = await killed()
    const left = readFileSync(`${path}-wal`).subarray(32)
    // Each round has numbers of its own in every frame.
    for (let at = 0; at < left.length; at += FRAME_BYTES) left.fill(7, at + 8, at + 16)
    writeFileSync(`${path}-wal`, left, { flag: 'a' })
    expect(await logDamage(path)).toBeNull()
    expect(await countOf(path)).toBe(documents)
  })

  it.each([
    ['its head', (_size: number) => 4],
    ['its first frame', () => 32 + 24 + 100],
    ['the head of a frame', () => 32 + 5 * FRAME_BYTES + 2],
    ['a frame in its middle', (size: number) => 32 + Math.floor(size / 2 / FRAME_BYTES) * FRAME_BYTES + 30],
  ])('spoilt in %s: is told of, nothing is read, and not one byte is changed', async (_, place) => {
    const { path } = await killed()
    spoil(`${path}-wal`, place(readFileSync(`${path}-wal`).length))
    const files = () => FILES.slice(0, 2).map((file) => readFileSync(`${path}${file}`).toString('base64'))
    const before = files()
    for (let tries = 0; tries < 2; tries += 1) {
      await expect(openSqliteStore(path)).rejects.toMatchObject({
        code: 'database_damaged',
        message: expect.stringContaining('-wal is spoilt'),
        remedy: expect.stringContaining('restore'),
      })
    }
    expect(files()).toEqual(before)
  })

  it('that is gone is told of, once its index shows that there was one', async () => {
    const { path } = await killed()
    rmSync(`${path}-wal`)
    await expect(openSqliteStore(path)).rejects.toMatchObject({
      code: 'database_damaged',
      message: expect.stringContaining('-wal is gone'),
    })
    expect(existsSync(`${path}-wal`)).toBe(false)
  })
})
