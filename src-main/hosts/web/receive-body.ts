import { on } from 'node:events'
import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { syncFolder } from '../../adapters/system/sync-folder.ts'

/** A sender that brings less in one step than this does not send, it holds a place. */
const MIN_STEP_BYTES = 16_384

export interface BodyLimits {
  maxBytes: number
  /** Length of a step. */
  idleMs: number
}

/**
 * Streams a body into a new file, which is durable, with its name, when this resolves with its length. Memory is that of
 * a few buffers, and the sender is as fast as the disk. Rejects with file_too_large as soon as more has come, with
 * call_timeout where the sender stalls, with disk_full or file_unreadable where the disk does not take it, with
 * connection_lost where the sender goes away. The body is not destroyed, so that its sender can be answered.
 */
export async function receiveBody(body: Readable, path: string, limits: BodyLimits): Promise<number> {
  const parts = partsOf(body)
  const pace = watchPace(limits.idleMs)
  let file: FileHandle | null = null
  try {
    file = await open(path, 'wx', 0o600)
    for (;;) {
      const next = await pace.within(parts.next())
      if (next.done) break
      const [part] = next.value
      const bytes = pace.came(part.length)
      if (bytes > limits.maxBytes) throw tooLarge(limits.maxBytes, bytes)
      await file.writeFile(part)
      release(part)
    }
    if (!body.readableEnded) throw cutShort(body.errored)
    await file.sync()
    await syncFolder(dirname(path))
    return pace.came(0)
  } catch (thrown) {
    throw receiveError(thrown)
  } finally {
    pace.end()
    await parts.return?.()
    await file?.close()
  }
}

/** The parts as they came, two at most. The iterator of a stream would join those that wait, and leave them as garbage. */
function partsOf(body: Readable): AsyncIterator<[Buffer]> {
  if (body.destroyed) throw cutShort(body.errored)
  return on(body, 'data', { close: ['end', 'close'], highWaterMark: 1, lowWaterMark: 1 }) as AsyncIterator<[Buffer]>
}

/**
 * Frees what has been written. Left to the garbage collector, which sees little reason to run while only bytes outside its
 * heap come, some 64 MB would gather. A view of a larger buffer is let be: others may look at the rest.
 */
function release({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}

/**
 * Counts what comes; what is waited for within the pace is rejected when a step brought too little. Each wait has a
 * promise of its own: racing against one that lives as long as the upload would keep every part of it in memory.
 */
function watchPace(idleMs: number) {
  let bytes = 0
  let stepStart = 0
  let giveUp: (reason: SluiceError) => void = () => {}
  const steps = setInterval(() => {
    if (bytes - stepStart < MIN_STEP_BYTES) giveUp(stalledError(idleMs))
    stepStart = bytes
  }, idleMs)
  return {
    within: <T>(part: Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        giveUp = reject
        part.then(resolve, reject)
      }),
    came: (length: number) => (bytes += length),
    end: () => clearInterval(steps),
  }
}

export function tooLarge(maxBytes: number, bytes: number): SluiceError {
  return new SluiceError('file_too_large', `expected at most ${maxBytes} bytes, came ${bytes} or more`)
}

function stalledError(idleMs: number): SluiceError {
  return new SluiceError(
    'call_timeout',
    `expected the file to go on coming, came almost nothing for ${idleMs / 1000} s`,
    { remedy: 'Add the file again.' },
  )
}

function cutShort(cause: unknown): SluiceError {
  return new SluiceError('connection_lost', 'expected the whole file, came a part', {
    cause,
    remedy: 'Add the file again.',
  })
}

/** What a disk that does not take the file, or a sender that goes away, means. */
export function receiveError(thrown: unknown): SluiceError {
  if (thrown instanceof SluiceError) return thrown
  const code = (thrown as NodeJS.ErrnoException).code
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SluiceError('disk_full', `expected room for the file, came: ${message}`, { cause: thrown })
  }
  if (code === 'ECONNRESET') return cutShort(thrown)
  return new SluiceError('file_unreadable', `expected to write the file, came: ${message}`, { cause: thrown })
}
