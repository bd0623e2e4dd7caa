import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { BlobStore, CopiedBytes } from '../../engine/ports.ts'
import { sweepBlobs, TEMPORARY_SUFFIX } from './blob-sweep.ts'
import { sourceError, storageError, systemCode } from './file-errors.ts'
import { removeHandedOver } from './handed-over.ts'
import { syncFolder } from './sync-folder.ts'

/** Bytes read at a time: large enough for the disk, small enough that a copy never holds the event loop. */
const CHUNK_BYTES = 1 << 20
/** As much of the start as decides a file's type. */
const HEAD_BYTES = 1024

/** `blobs/ab/cdef…` below the data folder: 256 folders, so that none grows beyond reason. */
export function blobPath(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), sha256.slice(2))
}

/**
 * Copies documents into `folder` under the hash of their bytes. A blob is complete and durable as soon as it has its
 * name: it is written under a temporary one, flushed, renamed, and its folder flushed. In `uploads` hosts leave files for it.
 */
export function createBlobStore({ folder, uploads }: { folder: string; uploads: string }): BlobStore {
  return {
    take: (path, maxBytes) => take(folder, path, maxBytes),
    pathOf: async (sha256) => {
      const path = blobPath(folder, sha256)
      return (await holds(path, sha256)) ? path : null
    },
    remove: (sha256) => rm(blobPath(folder, sha256), { force: true }),
    removeHandedOver: (path) => removeHandedOver(uploads, path),
    sweep: (release) => sweepBlobs({ folder, now: Date.now(), release }),
  }
}

async function take(folder: string, path: string, maxBytes: number): Promise<CopiedBytes> {
  const source = await openSource(path)
  try {
    const before = await source.stat()
    checkSource(path, before, maxBytes)
    const temporary = join(folder, `${randomUUID()}${TEMPORARY_SUFFIX}`)
    const drop = () => rm(temporary, { force: true }).catch(() => {})
    try {
      await writing(folder, () => makeFolder(folder))
      const copied = await copy(path, source, temporary, before.size)
      const after = await source.stat()
      if (copied.bytes !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
        throw new SluiceError(
          'file_changed',
          `Expected ${path} to stay at ${before.size} bytes while it was read; came ${after.size} bytes or a new time.`,
        )
      }
      const keep = () => writing(folder, () => settle(temporary, blobPath(folder, copied.sha256), copied.sha256))
      return { ...copied, keep, drop }
    } catch (thrown) {
      await drop()
      throw thrown
    }
  } finally {
    await source.close()
  }
}

/** Never with the folder it lies in: a data folder that is gone is not to be begun anew. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder).catch((thrown: unknown) => {
    if (systemCode(thrown) !== 'EEXIST') throw thrown
  })
}

async function openSource(path: string): Promise<FileHandle> {
  try {
    // Non-blocking: opening a named pipe nobody writes to would wait for ever.
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (thrown) {
    throw sourceError(path, thrown)
  }
}

function checkSource(path: string, source: { isFile(): boolean; size: number }, maxBytes: number): void {
  if (!source.isFile()) {
    throw new SluiceError('file_unreadable', `Expected a file at ${path}; came a folder or a device.`)
  }
  if (source.size === 0) throw new SluiceError('file_empty', `Expected a document at ${path}; came a file of 0 bytes.`)
  if (source.size > maxBytes) {
    throw new SluiceError('file_too_large', `Expected at most ${maxBytes} bytes at ${path}; came ${source.size} bytes.`)
  }
}

/** Stops soon after `expected` bytes: a file that grows for ever must not fill the disk. */
async function copy(
  path: string,
  source: FileHandle,
  temporary: string,
  expected: number,
): Promise<Pick<CopiedBytes, 'sha256' | 'bytes' | 'head'>> {
  const target = await writing(temporary, () => open(temporary, 'wx', 0o600))
  try {
    const hash = createHash('sha256')
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
    let bytes = 0
    let head = new Uint8Array(0)
    while (bytes <= expected) {
      const { bytesRead } = await reading(path, () => source.read(buffer, 0, CHUNK_BYTES, bytes))
      if (bytesRead === 0) break
      const chunk = buffer.subarray(0, bytesRead)
      if (bytes === 0) head = Uint8Array.from(chunk.subarray(0, HEAD_BYTES))
      hash.update(chunk)
      await writing(temporary, () => target.writeFile(chunk))
      bytes += bytesRead
    }
    await writing(temporary, () => target.sync())
    return { sha256: hash.digest('hex'), bytes, head }
  } finally {
    await target.close()
  }
}

/** Gives the copy its name, unless the same bytes are there already. */
async function settle(temporary: string, path: string, sha256: string): Promise<void> {
  if (await holds(path, sha256)) return
  const folder = dirname(path)
  await makeFolder(folder)
  await rename(temporary, path)
  await syncFolder(folder)
  await syncFolder(dirname(folder))
}

/** Whether the bytes there are those of the hash: a disk may lose some, or have them read no more. */
async function holds(path: string, sha256: string): Promise<boolean> {
  const hash = createHash('sha256')
  try {
    await using file = await open(path)
    // One buffer for all: a large file would else leave many behind.
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES)
      if (bytesRead === 0) return hash.digest('hex') === sha256
      hash.update(buffer.subarray(0, bytesRead))
    }
  } catch (thrown) {
    if (['ENOENT', 'EIO'].includes(systemCode(thrown) ?? '')) return false
    throw storageError(path, thrown)
  }
}

async function reading<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (thrown) {
    throw sourceError(path, thrown)
  }
}

async function writing<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (thrown) {
    throw storageError(path, thrown)
  }
}
