import { createHash } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BlobStore } from '../../engine/ports.ts'
import { blobPath, createBlobStore } from './blob-store.ts'
import { sweepBlobs } from './blob-sweep.ts'

const TEN_MB = 10 * 1024 * 1024
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('blob store', () => {
  let folder = ''
  let blobs = ''
  let uploads = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-blobs-'))
    blobs = join(folder, 'blobs')
    uploads = join(folder, 'uploads')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const write = (name: string, bytes: Uint8Array | string) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return path
  }
  const keep = async (store: BlobStore, path: string) => {
    const copy = await store.take(path, TEN_MB)
    await copy.keep()
    await copy.drop()
    return copy
  }
  const codeOf = (taking: Promise<unknown>) =>
    taking.then(
      () => 'taken',
      (thrown: { code?: string }) => thrown.code,
    )

  it('keeps the bytes under their hash, with the head that tells their type', async () => {
    const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251)
    const store = createBlobStore({ folder: blobs, uploads })
    const taken = await keep(store, write('a.pdf', bytes))
    expect(taken).toMatchObject({ sha256: sha(bytes), bytes: 3_000_000, head: bytes.slice(0, 1024) })
    const path = await store.pathOf(taken.sha256)
    expect(path).toBe(blobPath(blobs, taken.sha256))
    expect(readFileSync(path ?? '').equals(bytes)).toBe(true)
    expect(readdirSync(blobs)).toEqual([taken.sha256.slice(0, 2)])
  })

  it('writes no second copy of what is there whole, and mends what is not', async () => {
    const store = createBlobStore({ folder: blobs, uploads })
    const source = write('a.pdf', 'the same bytes')
    const { sha256 } = await keep(store, source)
    const path = blobPath(blobs, sha256)
    utimesSync(path, 1, 1)
    await keep(store, source)
    expect(statSync(path).mtimeMs).toBe(1000)
    for (const spoil of [() => truncateSync(path, 3), () => writeFileSync(path, 'the SAME bytes')]) {
      spoil()
      expect(await store.pathOf(sha256)).toBeNull()
      await keep(store, source)
      expect(readFileSync(path, 'utf8')).toBe('the same bytes')
      expect(await store.pathOf(sha256)).toBe(path)
    }
  })

  it('what is dropped, and not kept, is not there', async () => {
    const store = createBlobStore({ folder: blobs, uploads })
    const copy = await store.take(write('a.pdf', 'x'), TEN_MB)
    expect(await store.pathOf(copy.sha256)).toBeNull()
    await copy.drop()
    expect(readdirSync(blobs)).toEqual([])
  })

  it('forgets what is removed, twice if need be', async () => {
    const store = createBlobStore({ folder: blobs, uploads })
    const { sha256 } = await keep(store, write('a.pdf', 'x'))
    await store.remove(sha256)
    await store.remove(sha256)
    expect(await store.pathOf(sha256)).toBeNull()
  })

  it('names what is wrong with a source', async () => {
    const store = createBlobStore({ folder: blobs, uploads })
    mkdirSync(join(folder, 'sub'))
    expect(await codeOf(store.take(join(folder, 'none.pdf'), TEN_MB))).toBe('file_missing')
    expect(await codeOf(store.take(join(folder, 'sub'), TEN_MB))).toBe('file_unreadable')
    expect(await codeOf(store.take(write('empty.pdf', ''), TEN_MB))).toBe('file_empty')
    expect(await codeOf(store.take(write('large.pdf', '12345'), 4))).toBe('file_too_large')
    expect(() => readdirSync(blobs)).toThrow('ENOENT')
  })

  it.each<[what: string, change: (source: string) => void]>([
    ['grows', (source) => appendFileSync(source, 'more')],
    ['is cut short', (source) => truncateSync(source, 4_000_000)],
    ['is written over', (source) => writeFileSync(source, 'other', { flag: 'r+' })],
  ])('refuses a source that %s while it is read, and leaves nothing behind', async (_, change) => {
    const store = createBlobStore({ folder: blobs, uploads })
    const source = write('a.pdf', new Uint8Array(5_000_000))
    const taking = codeOf(store.take(source, TEN_MB))
    let taken = false
    void taking.then(() => (taken = true))
    // With every turn of the loop until the copy has ended.
    const again = (): void => {
      if (taken) return
      change(source)
      setImmediate(again)
    }
    setImmediate(again)
    expect(await taking).toBe('file_changed')
    expect(readdirSync(blobs)).toEqual([])
  })

  it('begins no data folder anew where it is gone', async () => {
    const gone = join(folder, 'gone')
    const store = createBlobStore({ folder: join(gone, 'blobs'), uploads })
    expect(await codeOf(store.take(write('a.pdf', 'x'), TEN_MB))).toBe('store_failed')
    expect(existsSync(gone)).toBe(false)
  })

  it('calls a data folder that cannot be written the fault of the store', async () => {
    writeFileSync(blobs, 'a file where the folder should be')
    expect(await codeOf(createBlobStore({ folder: blobs, uploads }).take(write('a.pdf', 'x'), TEN_MB))).toBe(
      'store_failed',
    )
  })

  const isRoot = process.getuid?.() === 0
  it.skipIf(isRoot || process.platform === 'win32')('cannot read what this user may not (root may all)', async () => {
    const source = write('a.pdf', 'x')
    chmodSync(source, 0)
    expect(await codeOf(createBlobStore({ folder: blobs, uploads }).take(source, TEN_MB))).toBe('file_unreadable')
  })

  describe('sweep', () => {
    it('removes temporary files and unknown blobs once they are an hour old', async () => {
      const store = createBlobStore({ folder: blobs, uploads })
      const known = await keep(store, write('a.pdf', 'known'))
      const orphan = await keep(store, write('b.pdf', 'orphan'))
      const temporary = write('blobs/torn.part', 'half')
      const other = write('blobs/notes.txt', 'not ours')
      const offered: string[] = []
      const release = async (sha256: string) => {
        offered.push(sha256)
        if (sha256 === known.sha256) return false
        await store.remove(sha256)
        return true
      }
      const sweep = (now: number) => sweepBlobs({ folder: blobs, now, release })
      expect(await sweep(Date.now() + 3_500_000)).toBe(0)
      expect(offered).toEqual([])
      expect(await sweep(Date.now() + 3_700_000)).toBe(2)
      expect(await store.pathOf(known.sha256)).not.toBeNull()
      expect(await store.pathOf(orphan.sha256)).toBeNull()
      expect(() => statSync(temporary)).toThrow('ENOENT')
      expect(statSync(other).isFile()).toBe(true)
    })

    it('finds nothing where there is no folder yet', async () => {
      expect(await sweepBlobs({ folder: blobs, now: 0, release: () => Promise.resolve(true) })).toBe(0)
    })
  })
})
